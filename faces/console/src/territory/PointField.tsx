/** The point of a compound, building or stairway: chosen by a click on the map beside the form. */
import { MapPin } from 'lucide-react';
import type { LonLat } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import type { Board } from './board.ts';

const said = ([lon, lat]: LonLat) => t('territory.pointAt', { lon: lon.toFixed(6), lat: lat.toFixed(6) });

/** @param own the point that is there; `value` differs from it once another was chosen, and is null for none */
export function PointField({
  board,
  own,
  value,
  onChange,
  wrong,
}: {
  board: Board;
  own: LonLat | null;
  value: LonLat | null;
  onChange: (point: LonLat | null) => void;
  wrong?: string | undefined;
}) {
  const take = (point: LonLat | null) => {
    onChange(point);
    board.pin(point);
    board.start(null);
  };
  return (
    <fieldset className="hy-field">
      <legend className="hy-label">
        {t('territory.point')} <em>{t('field.optional')}</em>
      </legend>
      {board.task?.kind === 'point' ? (
        <div className="drawing" role="status">
          <p>
            <MapPin size="1em" aria-hidden /> {t('territory.pointHint')}
          </p>
          {board.put && <p className="hy-soft hy-num">{said(board.put)}</p>}
          <div className="hy-actions">
            <Button look="primary" disabled={!board.put} data-testid="point-take" onClick={() => take(board.put)}>
              {t('territory.pointTake')}
            </Button>
            <Button look="plain" onClick={() => board.start(null)}>
              {t('act.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <>
          <p className="hy-soft hy-num" data-testid="point-said">
            {value ? said(value) : t('territory.pointNone')}
          </p>
          {value && value !== own && <p>{t('territory.pointNew')}</p>}
          <div className="hy-actions">
            <Button
              icon={<MapPin size="1em" aria-hidden />}
              data-testid="point"
              disabled={board.task !== null}
              onClick={() => board.start({ kind: 'point' })}
            >
              {t('territory.pointOnMap')}
            </Button>
            {value && (
              <Button look="plain" onClick={() => take(null)}>
                {t('territory.pointClear')}
              </Button>
            )}
          </div>
        </>
      )}
      {wrong && <Wrong>{wrong}</Wrong>}
    </fieldset>
  );
}
