import type { PlaceRow } from '../../../shared/api/types.ts';
import { numberText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import type { Change, Who } from './types.ts';

export function kindWords(place: Pick<PlaceRow, 'kind' | 'subkind'>): string {
  const level = tOr([`place.${place.kind}`], place.kind);
  return place.subkind ? tOr([`subkind.${place.subkind}`], level) : level;
}

/** m² as people say it: from ten hectares up in square kilometres. */
export function areaText(m2: number): string {
  if (m2 >= 100_000) return t('territory.km2', { n: numberText(Number((m2 / 1e6).toFixed(2))) });
  return t('territory.m2', { n: numberText(Math.round(m2)) });
}

export function lengthText(m: number): string {
  return m >= 1000
    ? t('territory.km', { n: numberText(Number((m / 1000).toFixed(2))) })
    : t('territory.m', { n: numberText(Math.round(m)) });
}

export function whoText(by: Who | null): string {
  if (!by) return t('territory.byProgram');
  return [by.at, by.post && tOr([`post.${by.post}`], by.post), by.name].filter(Boolean).join(' · ');
}

/** What an edit puts in: name, code, sort, outline. */
export function setText(set: Record<string, unknown>): string {
  return Object.entries(set)
    .map(([field, value]) => {
      if (field === 'shape') return t('territory.set.shape');
      if (field === 'gridded') return t(value ? 'territory.set.gridded' : 'territory.set.ungridded');
      const text = field === 'subkind' ? tOr([`subkind.${value}`], String(value)) : String(value);
      return t(`territory.set.${field}`, { value: text });
    })
    .join('；');
}

const NAMED = 6;

/** The first names; how many there are where there are more. */
function names(list: readonly { name: string }[], n: number): string {
  const first = list
    .slice(0, NAMED)
    .map((one) => one.name)
    .join('、');
  return n > NAMED ? t('territory.andMore', { first, n: numberText(n) }) : first;
}

export function changeText(change: Change): string {
  const { places, heirs } = change.counts;
  const params = { places: names(change.places, places), heirs: names(change.heirs, heirs), n: heirs };
  const what = t(`territory.change.${change.kind}`, params);
  const set = setText(change.set);
  return set ? `${what}：${set}` : what;
}
