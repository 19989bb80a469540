import { Link } from 'react-router';
import type { County, Me } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import './people.css';

export const TABS = ['people', 'posts', 'vacancies', 'ending', 'units', 'grades', 'boards'] as const;
export type RoomTab = (typeof TABS)[number];

/** The permission that opens a tab, where it is not that of reading people, and the switch that takes it away. */
const NEEDS: Partial<Record<RoomTab, string>> = { boards: 'boards.print', grades: 'grades.read' };
const SWITCHES: Partial<Record<RoomTab, string>> = { boards: 'cards', grades: 'grades', units: 'reportingIn' };

/** What of the room this person's posts open, where the county's switches allow it. */
export function tabsFor(me: Me, county: County): RoomTab[] {
  return TABS.filter((tab) => {
    const name = SWITCHES[tab];
    return may(me, NEEDS[tab] ?? 'people.read') && (name === undefined || county.switches[name] !== false);
  });
}

export function RoomTabs({ tabs, here }: { tabs: readonly RoomTab[]; here: RoomTab }) {
  return (
    <nav className="room-tabs" aria-label={t('posts.rooms')}>
      {tabs.map((tab) => (
        <Link
          key={tab}
          to={tab === 'people' ? '/people' : `/people?tab=${tab}`}
          aria-current={tab === here ? 'page' : undefined}
          data-testid={`tab-${tab}`}
        >
          {t(`posts.tab.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
