import { NavLink } from 'react-router';
import { t } from '../../../shared/words/i18n.ts';

/** The room's three pages. */
export function RoomNav() {
  return (
    <nav className="fac-nav" aria-label={t('facilities.pages')}>
      <NavLink to="/facilities" end>
        {t('facilities.nav.list')}
      </NavLink>
      <NavLink to="/facilities/teams">{t('facilities.nav.teams')}</NavLink>
      <NavLink to="/facilities/duty">{t('facilities.nav.duty')}</NavLink>
      <NavLink to="/facilities/circle">{t('facilities.nav.circle')}</NavLink>
    </nav>
  );
}
