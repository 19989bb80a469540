import {
  BookOpenText,
  CalendarDays,
  Cctv,
  ChartNoAxesColumn,
  Flag,
  Grid2x2Check,
  Hash,
  History,
  Inbox,
  ListChecks,
  type LucideIcon,
  Map as MapIcon,
  Network,
  Users,
  Workflow,
} from 'lucide-react';
import type { County, Me } from '../../../shared/api/types.ts';

/** The rail's parts: today's work, what the county stands on, its rules, and the program itself. */
export const GROUPS = ['work', 'ground', 'rules', 'program'] as const;

export type ConsolePage = { path: string; word: string; icon: LucideIcon; group: (typeof GROUPS)[number] };

/** `switch`: the county's switch that takes the page away when it is off; what no switch names is there. */
type Rule = ConsolePage & { needs: string[]; switch?: string };

/** Pages in the order of the rail, each with the permissions that open it (any of them). */
const RULES: Rule[] = [
  {
    path: '/inbox',
    word: 'page.inbox',
    icon: Inbox,
    group: 'work',
    needs: [
      'matter.accept',
      'matter.settle',
      'matter.dispatch',
      'matter.arbitrate',
      'matter.rule',
      'matter.callback',
      'assignment.take_on',
      'assignment.conclude',
    ],
  },
  { path: '/register', word: 'page.register', icon: BookOpenText, group: 'work', needs: ['matter.read'] },
  { path: '/overview', word: 'page.overview', icon: ChartNoAxesColumn, group: 'work', needs: ['matter.read'] },
  { path: '/figures', word: 'page.figures', icon: Hash, group: 'work', needs: ['matter.read'] },
  { path: '/items', word: 'page.items', icon: ListChecks, group: 'rules', needs: ['items.read'] },
  { path: '/lists', word: 'page.lists', icon: History, group: 'rules', needs: ['items.edit', 'items.approve'] },
  { path: '/territory', word: 'page.territory', icon: MapIcon, group: 'ground', needs: ['territory.read'] },
  {
    path: '/party',
    word: 'page.party',
    icon: Network,
    group: 'ground',
    needs: ['party.read'],
    switch: 'party',
  },
  {
    path: '/devices',
    word: 'page.devices',
    icon: Cctv,
    group: 'ground',
    needs: ['devices.read'],
    switch: 'devices',
  },
  {
    path: '/facilities',
    word: 'page.facilities',
    icon: Flag,
    group: 'ground',
    needs: ['facilities.read'],
    switch: 'facilities',
  },
  { path: '/coverage', word: 'page.coverage', icon: Grid2x2Check, group: 'ground', needs: ['territory.edit'] },
  { path: '/calendar', word: 'page.calendar', icon: CalendarDays, group: 'rules', needs: ['calendar.read'] },
  {
    path: '/people',
    word: 'page.people',
    icon: Users,
    group: 'ground',
    needs: ['people.read', 'boards.print', 'grades.read'],
  },
  { path: '/jobs', word: 'page.jobs', icon: Workflow, group: 'program', needs: ['jobs.read'] },
];

/** Pages below one of the rail that a switch of their own takes away. */
const PARTS: { path: string; switch: string }[] = [{ path: '/party/plans', switch: 'branches' }];

export function may(me: Me, permission: string): boolean {
  return me.permissions.includes(permission);
}

/** Whether the county has the page: a page that a switch takes away is not there for its address either. */
export function hasPage(county: County, path: string): boolean {
  return [...RULES, ...PARTS]
    .filter((one) => path === one.path || path.startsWith(`${one.path}/`))
    .every((one) => one.switch === undefined || county.switches[one.switch] !== false);
}

/** What this person's posts open, where the county's switches allow it. */
export function pagesFor(me: Me, county: County): ConsolePage[] {
  return RULES.filter(({ needs, path }) => needs.some((need) => may(me, need)) && hasPage(county, path));
}
