import { Accessibility, ChevronRight, Megaphone } from 'lucide-react';
import { Link } from 'react-router';
import { faceBase } from '../../../shared/api/county.ts';
import type { County, MatterCard, Page } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';
import { useSession } from '../account/session.ts';
import { MatterRow, needsJudgement } from '../mine/MatterRow.tsx';
import { useSeen } from '../store/use-seen.ts';
import { setElder, useElder } from './elder.ts';
import { Title } from './Frame.tsx';

/** The resident's home: one large act, then what became of what they said. */
export function HomePage({ county }: { county: County }) {
  const elder = useElder();
  return (
    <div className="pk-home">
      <Title>{t('pocket.home.title')}</Title>
      {elder === null && county.switches.elderMode !== false && (
        <button type="button" className="pk-elder-entry" data-testid="elder" onClick={() => setElder(1)}>
          <Accessibility size="1.5em" aria-hidden />
          <span>
            <strong>{t('pocket.elder')}</strong>
            <small>{t('pocket.elder.what')}</small>
          </span>
          <ChevronRight size="1.2em" aria-hidden />
        </button>
      )}
      <Link to="/report" className="pk-call" data-testid="report-start">
        <Megaphone size="2.4em" strokeWidth={1.6} aria-hidden />
        <span>
          <strong>{t('pocket.report.title')}</strong>
          <small>{t('pocket.report.what')}</small>
        </span>
      </Link>
      <Link to="/who" className="hy-button" data-wide data-testid="who">
        {t('contact.who')}
      </Link>
      {county.switches.facilities !== false && (
        <Link to="/nearby" className="hy-button" data-wide data-testid="nearby">
          {t('facilities.pocket.near')}
        </Link>
      )}
      <Latest />
      {elder === null ? (
        <HowItGoes days={county.reopenDays} />
      ) : (
        <button type="button" className="hy-button" data-wide onClick={() => setElder(null)}>
          {t('pocket.elder.leave')}
        </button>
      )}
      {county.switches.publicPage !== false && (
        <p className="pk-links">
          <a href={`${faceBase('public')}/`}>{t('pocket.home.results')}</a>
        </p>
      )}
      {county.synthetic && <p className="pk-demo">{t('pocket.synthetic')}</p>}
    </div>
  );
}

function Latest() {
  const me = useSession()?.me;
  const query = { view: 'mine', sort: '-submitted', limit: 20 };
  const mine = useSeen<Page<MatterCard>>(
    ['matters', 'mine', 'home'],
    me?.person.id ?? null,
    '/matters',
    query,
    Boolean(me),
  );
  const rows = mine.data?.value.rows ?? [];
  if (rows.length === 0) return null;
  const first = [...rows].sort((a, b) => Number(needsJudgement(b)) - Number(needsJudgement(a)));
  return (
    <section aria-labelledby="latest" className="pk-section">
      <h2 id="latest">{t('pocket.home.latest')}</h2>
      <ul className="pk-list">
        {first.slice(0, 2).map((matter) => (
          <MatterRow key={matter.id} matter={matter} />
        ))}
      </ul>
      {rows.length > 2 && (
        <Link className="pk-more" to="/mine">
          {t('pocket.home.all')}
          <ChevronRight size="1.1em" aria-hidden />
        </Link>
      )}
    </section>
  );
}

function HowItGoes({ days }: { days: number }) {
  return (
    <section aria-labelledby="how" className="pk-section">
      <h2 id="how">{t('pocket.how')}</h2>
      <ol className="pk-steps">
        {['say', 'answer', 'judge'].map((step) => (
          <li key={step}>
            <strong>{t(`pocket.how.${step}`)}</strong>
            <span>{t(`pocket.how.${step}.more`, { days })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
