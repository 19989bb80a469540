/** What the demo's people say, from the pack's texts and phrases. */
import { fieldsOf, fillText, type Story } from '@huying/domain/pack';
import type { Random } from './random.ts';

export type WordsOf = (occasion: string, values: Readonly<Record<string, string>>, random: Random) => string;

function filled(story: Story, text: string, values: Readonly<Record<string, string>>, random: Random): string {
  const drawn = Object.fromEntries(
    fieldsOf(text).flatMap((field) => (story.fill[field] ? [[field, random.pick(story.fill[field])]] : [])),
  );
  return fillText(text, { ...drawn, ...values });
}

/** A sentence for an occasion such as `settle.resolved`. */
export function phrases(story: Story): WordsOf {
  return (occasion, values, random) => {
    const list = story.phrases[occasion];
    if (!list?.length) throw new RangeError(`no phrase for ${occasion}`);
    return filled(story, random.pick(list), values, random);
  };
}

/** What somebody reports about an item, by its code, in a place of that sort. */
export function reports(story: Story): {
  has(item: string, urban: boolean): boolean;
  say(item: string, urban: boolean, values: Readonly<Record<string, string>>, random: Random): string;
} {
  const texts = new Map<string, string[]>();
  for (const { item, text, where } of story.texts) {
    for (const sort of ['urban', 'village']) {
      if (where !== 'any' && where !== sort) continue;
      const key = `${item} ${sort}`;
      texts.set(key, [...(texts.get(key) ?? []), text]);
    }
  }
  const find = (item: string, urban: boolean) => texts.get(`${item} ${urban ? 'urban' : 'village'}`) ?? [];
  return {
    has: (item, urban) => find(item, urban).length > 0,
    say: (item, urban, values, random) => filled(story, random.pick(find(item, urban)), values, random),
  };
}
