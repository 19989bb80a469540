/** The XML of a part, element by element. Names come without their prefix. */
import { Refusal } from '@huying/domain/kernel';
import { SaxesParser } from 'saxes';
import { asRefusal } from './parts.ts';

/** Far beyond what office programs write; the parser would keep any number of them in memory. */
const DEEPEST = 100;
const MOST_ATTRIBUTES = 200;

export type Attributes = Readonly<Record<string, string>>;

export type Watch = {
  open?(name: string, attributes: Attributes): void;
  /** `text` stands between this end and the tag before it. */
  close?(name: string, text: string): void;
};

/** A name without its prefix. */
export function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * Walks through `pieces` once and yields what `watching` emits.
 * @throws Refusal `workbook_broken` for what is not well formed, and for any document type: entities come from there.
 */
export async function* readXml<Item>(
  pieces: AsyncIterable<string>,
  watching: (emit: (item: Item) => void) => Watch,
): AsyncGenerator<Item> {
  let items: Item[] = [];
  const watch = watching((item) => items.push(item));
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let attributes = 0;
  let text = '';
  const broken = () => {
    throw new Refusal('workbook_broken');
  };
  const add = (more: string) => {
    text += more;
  };
  parser.on('doctype', broken);
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('opentagstart', () => {
    depth += 1;
    attributes = 0;
    if (depth > DEEPEST) broken();
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MOST_ATTRIBUTES) broken();
  });
  parser.on('opentag', (tag) => {
    text = '';
    watch.open?.(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    watch.close?.(local(tag.name), text);
    text = '';
  });
  try {
    for await (const piece of pieces) {
      parser.write(piece);
      yield* items;
      items = [];
    }
    parser.close();
  } catch (error) {
    throw asRefusal(error);
  }
}
