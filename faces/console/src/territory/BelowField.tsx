/** Which part of a split each place below goes to: by where it lies, unless somebody says otherwise. */
import { holding } from '@huying/domain/territory';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Consequences, Shape } from './types.ts';

type Below = Consequences['below'][number];
type Part = { name: string; shape: Shape | null };
/** Parts that were chosen by hand, by the place's id. */
type Chosen = Readonly<Record<string, number>>;

/** The first part takes what nothing is known of. */
export function partOf(
  { id, spots }: Below,
  parts: readonly Part[],
  chosen: Chosen,
): { part: number; how: 'hand' | 'spot' | 'open' } {
  const said = chosen[id];
  if (said !== undefined && said < parts.length) return { part: said, how: 'hand' };
  const found = holding(
    spots,
    parts.map(({ shape }) => shape),
  );
  return found < 0 ? { part: 0, how: 'open' } : { part: found, how: 'spot' };
}

/** How many go where, and how many of them nothing is known of. */
export function sharedLines(places: readonly Below[], parts: readonly Part[], chosen: Chosen): string[] {
  if (places.length === 0) return [];
  const found = places.map((one) => partOf(one, parts, chosen));
  const counts = parts.map(
    ({ name }, index) => `${name} ${numberText(found.filter((one) => one.part === index).length)}`,
  );
  const open = found.filter((one) => one.how === 'open').length;
  return [
    t('territory.then.belowSplit', { n: numberText(places.length), parts: counts.join('、') }),
    ...(open > 0 ? [t('territory.then.belowOpen', { n: numberText(open), part: parts[0]?.name ?? '' })] : []),
  ];
}

export function BelowField({
  places,
  parts,
  chosen,
  onChoose,
}: {
  places: readonly Below[];
  parts: readonly Part[];
  chosen: Chosen;
  onChoose: (place: string, part: number) => void;
}) {
  return (
    <fieldset className="hy-field" data-testid="below-goes">
      <legend className="hy-label">{t('territory.belowGoes')}</legend>
      <div className="belows">
        {places.map((one) => {
          const { part, how } = partOf(one, parts, chosen);
          return (
            <label key={one.id} data-how={how}>
              <span>
                {one.name} {how === 'spot' && <small className="hy-soft">{t('territory.byPoint')}</small>}
              </span>
              <select
                className="hy-input"
                value={part}
                onChange={(event) => onChoose(one.id, Number(event.target.value))}
              >
                {parts.map(({ name }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the list
                  <option key={index} value={index}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
