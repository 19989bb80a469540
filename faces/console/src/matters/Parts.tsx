import type { MatterView } from '../../../shared/api/types.ts';
import { limitText, momentText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';

/** The units' parts and what they have asked for. */
export function Parts({ matter }: { matter: MatterView }) {
  if (matter.assignments.length === 0) return null;
  return (
    <section className="parts" aria-label={t('matter.parts')}>
      <h2>{t('matter.parts')}</h2>
      <ul>
        {matter.assignments.map((part) => {
          const at = part.concludedAt ?? part.arrivedAt ?? part.takenOnAt ?? part.sentAt;
          return (
            <li key={part.no} data-over={part.state === 'called_off' || part.state === 'refused' || undefined}>
              <strong>{part.unit.name}</strong>
              <span className="hy-chip" data-tone={part.role === 'lead' ? 'brand' : 'line'}>
                {t(`role.${part.role}`)}
              </span>
              <span className="block">
                {t(`assignment.${part.state}`)}
                {part.refusedFor && ` · ${tOr([`option.reason.${part.refusedFor}`], part.refusedFor)}`}
                {part.outcome && ` · ${tOr([`option.outcome.${part.outcome}`], part.outcome)}`}
                {part.binding && ` · ${t('matter.binding')}`}
                <span className="hy-soft"> {momentText(at)}</span>
              </span>
            </li>
          );
        })}
      </ul>
      {matter.requests.length > 0 && (
        <>
          <h3>{t('matter.requests')}</h3>
          <ul>
            {matter.requests.map((request) => (
              <li key={request.no}>
                {matter.assignments.find((part) => part.no === request.assignment)?.unit.name}{' '}
                {t(`option.kind.${request.kind}`)} {request.amount && limitText(request.amount)}
                <span className="block hy-soft">
                  {t(`request.${request.state}`)} {momentText(request.askedAt)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
