import { MapPinCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemView } from '../../../shared/api/types.ts';
import { limitText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';

const CLOCKS = ['accept', 'take_on', 'arrive', 'conclude', 'callback'];

export type ShownItem = Omit<ItemView, 'list'> & { handledBy?: string[] | null; supervisedBy?: string[] | null };

function Units({ word, units }: { word: string; units: string[] }) {
  if (units.length === 0) return null;
  return (
    <div>
      <dt>{t(word)}</dt>
      <dd>{units.join('、')}</dd>
    </div>
  );
}

/** One item as the list says it: who answers, when it applies, when it is done, how fast. */
export function ItemSheet({ item, children }: { item: ShownItem; children?: ReactNode }) {
  const handledBy = item.handledBy ?? [];
  return (
    <article className="sheet" data-testid="item-sheet">
      <p className="hy-soft hy-num">
        {item.code} · {item.category}
      </p>
      <h2>{item.name}</h2>
      <dl className="facts">
        {(item.lead || handledBy.length === 0) && (
          <Units word="field.lead" units={[item.lead?.name ?? t('item.town')]} />
        )}
        <Units word="field.assists" units={item.assists.map((one) => one.name)} />
        <Units word="lists.field.handledBy" units={handledBy} />
        <Units word="lists.field.supervisedBy" units={item.supervisedBy ?? []} />
        <Units word="items.callback" units={[t(`callback.${item.callback}`)]} />
      </dl>
      <h3>{t('items.conditions', { n: item.conditions.length })}</h3>
      <ol className="conditions">
        {item.conditions.map((one) => (
          <li key={one.id}>
            <strong>{one.text}</strong>
            <p>
              <span className="hy-soft">{t('items.finish')} </span>
              {one.finish}
            </p>
            {one.process && (
              <p>
                <span className="hy-soft">{t('items.process')} </span>
                {one.process}
              </p>
            )}
            <ul className="limits">
              {CLOCKS.filter((kind) => one.limits[kind]).map((kind) => (
                <li key={kind}>
                  {t(`clock.${kind}`)} <b>{limitText(one.limits[kind] as { n: number; unit: string })}</b>
                </li>
              ))}
              {one.arrival && (
                <li>
                  <MapPinCheck size="1em" aria-hidden /> {t('items.arrival')}
                </li>
              )}
            </ul>
          </li>
        ))}
      </ol>
      {children}
    </article>
  );
}
