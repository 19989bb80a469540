import { Image, RotateCcw } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { Link } from 'react-router';
import type { MatterCard } from '../../../shared/api/types.ts';
import { ClockChip } from '../../../shared/matter/ClockChip.tsx';
import { StateTag } from '../../../shared/matter/StateTag.tsx';
import { agoText, momentText } from '../../../shared/words/format.ts';
import { type Lang, t, tOr } from '../../../shared/words/i18n.ts';

export type RowProps = {
  card: MatterCard;
  index: number;
  active: boolean;
  selected: boolean;
  selectable: boolean;
  gone: boolean;
  /** Re-renders the row when the language changes. */
  lang: Lang;
  onPick: (index: number) => void;
  onSelect: (id: string, selected: boolean) => void;
};

export function matterTitle(card: Pick<MatterCard, 'title'>): string {
  return card.title || t('matter.erased');
}

/** Where it lies, from the town down, without the county everybody knows. */
export function whereWords(card: Pick<MatterCard, 'place' | 'placeNames'>): string {
  const names = card.placeNames.length > 0 ? card.placeNames : [card.place.name];
  return names.slice(-2).join(' · ');
}

export const MatterRow = memo(function MatterRow(props: RowProps) {
  const { card, index, active, selected, selectable, gone, onPick, onSelect } = props;
  // A click looks, the keyboard's Enter opens: the list stays where it is while one looks through it.
  const look = (event: MouseEvent) => {
    if (event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onPick(index);
  };
  return (
    <li className="row" data-active={active || undefined} data-gone={gone || undefined} data-id={card.id}>
      {selectable && (
        <span className="row-check">
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            aria-label={t('list.select', { number: card.number })}
            onChange={(event) => onSelect(card.id, event.target.checked)}
          />
        </span>
      )}
      <span className="row-clock">
        {card.clock ? (
          <ClockChip clock={card.clock} short />
        ) : (
          <span className="hy-soft">{tOr([`clock.none.${card.state}`], '—')}</span>
        )}
      </span>
      <Link
        className="row-main"
        to={`/matters/${card.id}`}
        data-testid="matter-row"
        aria-current={active || undefined}
        onClick={look}
      >
        <span className="row-title">{matterTitle(card)}</span>
        <span className="row-more">
          <span className="hy-num">{card.number}</span>
          <span>{whereWords(card)}</span>
          {card.item && <span>{card.item.name}</span>}
          {card.lead && <span>{card.lead.name}</span>}
          <span>{t(`channel.${card.channel}`)}</span>
          {card.pictures > 0 && (
            <span title={t('list.pictures', { n: card.pictures })}>
              <Image size="1em" aria-hidden /> {card.pictures}
            </span>
          )}
          {card.redoCount > 0 && (
            <span className="row-redo">
              <RotateCcw size="1em" aria-hidden /> {t('list.redos', { n: card.redoCount })}
            </span>
          )}
        </span>
      </Link>
      <span className="row-state">
        {gone ? <span className="hy-chip">{t('list.gone')}</span> : <StateTag state={card.state} />}
        <time dateTime={card.submittedAt} title={momentText(card.submittedAt)}>
          {agoText(card.submittedAt)}
        </time>
      </span>
    </li>
  );
});
