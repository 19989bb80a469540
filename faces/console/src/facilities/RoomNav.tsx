import { Link, useLocation } from 'react-router';
import { useSwitch } from '../../../shared/api/hooks.ts';
import { t } from '../../../shared/words/i18n.ts';

const PAGES = [
  { path: '/facilities/teams', word: 'facilities.nav.teams' },
  { path: '/facilities/duty', word: 'facilities.nav.duty' },
  { path: '/facilities/circle', word: 'facilities.nav.circle' },
];

/** The room's pages; one facility belongs to the list. */
export function RoomNav() {
  const { pathname } = useLocation();
  const rosters = useSwitch('rosters');
  const pages = PAGES.filter(({ path }) => rosters || path !== '/facilities/duty');
  const current = pages.find((one) => pathname.startsWith(one.path))?.path ?? '/facilities';
  return (
    <nav className="fac-nav" aria-label={t('facilities.pages')}>
      {[{ path: '/facilities', word: 'facilities.nav.list' }, ...pages].map(({ path, word }) => (
        <Link key={path} to={path} aria-current={path === current ? 'page' : undefined}>
          {t(word)}
        </Link>
      ))}
    </nav>
  );
}
