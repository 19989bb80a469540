import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import { t } from '../../../shared/words/i18n.ts';
import { hasPage } from '../frame/pages.ts';
import './party.css';

/** Title, the two sides of the page, export. */
export function PartyHead({ at, children }: { at: 'tree' | 'plans'; children?: ReactNode }) {
  const county = useCounty().data;
  return (
    <header className="head">
      <h1>{t('page.party')}</h1>
      <nav className="party-tabs" aria-label={t('page.party')}>
        <Link to="/party" className="hy-button" aria-current={at === 'tree' ? 'page' : undefined}>
          {t('party.tree')}
        </Link>
        {county && hasPage(county, '/party/plans') && (
          <Link to="/party/plans" className="hy-button" aria-current={at === 'plans' ? 'page' : undefined}>
            {t('party.form')}
          </Link>
        )}
      </nav>
      <span className="grow" />
      {children}
      <a className="hy-button" href={apiUrl('/exports/party.xlsx')} download>
        <Download size="1em" aria-hidden />
        {t('act.export')}
      </a>
    </header>
  );
}
