import { Link } from 'react-router';
import type { Me } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import './people.css';

export const TABS = ['people', 'posts', 'vacancies', 'ending', 'boards'] as const;
export type RoomTab = (typeof TABS)[number];

/** What of the room this person's posts open. */
export function tabsFor(me: Me): RoomTab[] {
  return TABS.filter((tab) => may(me, tab === 'boards' ? 'boards.print' : 'people.read'));
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
