import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../shared/ui/Button.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText, numberText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { MemberRow } from './MemberRow.tsx';
import { OrgActs } from './OrgActs.tsx';
import type { OrgSheet } from './types.ts';
import { useMembers } from './use-party.ts';

const STEP = 50;

function Members({ org }: { org: OrgSheet }) {
  const [limit, setLimit] = useState(STEP);
  const { data, error, refetch } = useMembers(org.id, limit);
  const may = org.abilities.includes('admit');
  return (
    <section>
      <h3>
        {t('party.members')} <span className="hy-soft hy-num">{data ? numberText(data.count) : ''}</span>
      </h3>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data?.masked && data.rows.length > 0 && <p className="hy-soft">{t('party.members.masked')}</p>}
      {data?.rows.length === 0 && <p className="hy-soft">{t('party.members.none')}</p>}
      {data && data.rows.length > 0 && (
        <table className="party-table" data-testid="org-members">
          <thead>
            <tr>
              <th>{t('party.field.person')}</th>
              <th>{t('party.field.standing')}</th>
              <th>{t('party.field.residence')}</th>
              <th>{t('party.field.from')}</th>
              {may && <th aria-label={t('party.act.release')} />}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((one) => (
              <MemberRow key={one.id} org={org.id} one={one} version={org.version} may={may} />
            ))}
          </tbody>
        </table>
      )}
      {data?.next && limit < 200 && <Button onClick={() => setLimit(200)}>{t('party.more')}</Button>}
    </section>
  );
}

/** One organisation: what it is, where, who, and what happened to it. */
export function OrgView({ org }: { org: OrgSheet }) {
  const places = org.places.filter((one) => one.to === null);
  return (
    <article className="sheet" data-testid="org-sheet">
      {org.line.length > 0 && (
        <nav className="crumbs" aria-label={t('party.tree')}>
          {org.line.map((one) => (
            <span key={one.id}>
              <Link to={`/party/${one.id}`}>{one.name}</Link>
              <ChevronRight size="0.9em" aria-hidden />
            </span>
          ))}
        </nav>
      )}
      <h2>{org.name}</h2>
      <p className="hy-soft">
        {both(org.word)}
        {org.variety && ` · ${t(`party.variety.${org.variety}`)}`} · {org.place.name} ·{' '}
        {t('party.since', { day: org.from })}
        {org.to && ` · ${t('party.dissolved', { day: org.to })}`}
      </p>
      {org.term && (
        <p className="party-due" data-due={org.due ?? 'later'}>
          {org.due ? t(`party.due.${org.due}`, { day: org.term }) : t('party.term', { day: org.term })}
        </p>
      )}
      <ul className="figures">
        <li>
          <b>{numberText(org.members)}</b>
          {t('party.members')}
        </li>
        {org.covers > 0 && (
          <li>
            <b>{numberText(org.covers)}</b>
            {t('party.places')}
          </li>
        )}
        {org.below > 0 && (
          <li>
            <b>{numberText(org.below)}</b>
            {t('party.below')}
          </li>
        )}
        {org.plaques > 0 && (
          <li>
            <b>{numberText(org.plaques)}</b>
            {t('party.plaques')}
          </li>
        )}
      </ul>
      <OrgActs org={org} />
      {places.length > 0 && (
        <section>
          <h3>{t('party.places')}</h3>
          <ul className="places">
            {places.map((one) => (
              <li key={one.id}>
                <Link to={`/territory/${one.id}`}>
                  <span>{one.name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Members org={org} />
      <section>
        <h3>{t('party.story')}</h3>
        <ol className="party-story">
          {org.story.map((one) => (
            <li key={`${one.at}${one.verb}`}>
              <time className="hy-num hy-soft">{momentText(one.at)}</time>{' '}
              {t(`party.story.${one.verb}`, { day: one.day ?? '', n: one.n ?? '', other: one.other ?? '' })}
              {one.by && <span className="hy-soft"> · {one.by}</span>}
            </li>
          ))}
        </ol>
      </section>
    </article>
  );
}

export function OrgStage({
  query,
}: {
  query: { data?: OrgSheet | undefined; error: unknown; refetch: () => unknown };
}) {
  if (query.data) return <OrgView key={query.data.id} org={query.data} />;
  if (query.error) return <Failed error={query.error as never} onRetry={() => void query.refetch()} />;
  return <Loading lines={8} />;
}
