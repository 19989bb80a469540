import { t } from '../words/i18n.ts';
import type { MapProps } from './props.ts';

/** What the map shows, as buttons in reading order. */
export function MapList({ points = [], shapes, onSelectPoint, onSelectPlace, selected }: MapProps) {
  const places = (shapes?.features ?? []).filter((one) => !one.properties.own && one.properties.name !== '');
  return (
    <div className="hy-map-list" style={{ padding: 'var(--s-7) var(--s-3) var(--s-3)' }}>
      {points.length > 0 && (
        <ul className="hy-form" style={{ gap: 'var(--s-1)' }}>
          {points.map((point) => (
            <li key={point.id}>
              <button
                type="button"
                className="hy-button"
                aria-current={selected === point.id}
                onClick={() => onSelectPoint?.(point.id)}
              >
                {point.number ?? ''} {point.state ? t(`state.${point.state}`) : ''}
                {point.card && point.card !== 'none' ? ` ${t(`card.${point.card}`)}` : ''} {point.title ?? ''}
              </button>
            </li>
          ))}
        </ul>
      )}
      {places.length > 0 && (
        <ul className="hy-choices">
          {places.map((place) => (
            <li key={place.properties.id}>
              <button
                type="button"
                className="hy-button"
                aria-current={selected === place.properties.id}
                onClick={() => onSelectPlace?.(place.properties.id)}
              >
                {place.properties.name}
              </button>
            </li>
          ))}
        </ul>
      )}
      {points.length === 0 && places.length === 0 && <p>{t('map.nothing')}</p>}
    </div>
  );
}
