import { NavLink, useParams } from 'react-router';
import { useCounty } from '../../../shared/api/hooks.ts';
import type { Me } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';
import { CheckView } from './CheckView.tsx';
import './coverage.css';
import { PointsView } from './PointsView.tsx';

/** Whether the grids fit: the check with its mend, and points to grids by the table. */
export default function CoveragePage({ me }: { me: Me }) {
  const points = useParams().view === 'points';
  const county = useCounty().data;
  return (
    <div className="master master-map" data-view={points ? 'points' : 'check'}>
      <header className="head">
        <h1>{t('page.coverage')}</h1>
        <span className="hy-soft">{t('coverage.lead')}</span>
        <span className="grow" />
        <nav className="coverage-views" aria-label={t('page.coverage')}>
          <NavLink className="hy-button" to="/coverage" end>
            {t('coverage.view.check')}
          </NavLink>
          <NavLink className="hy-button" to="/coverage/points" data-testid="points-view">
            {t('coverage.view.points')}
          </NavLink>
        </nav>
      </header>
      {points ? <PointsView county={county?.id ?? ''} /> : <CheckView me={me} />}
    </div>
  );
}
