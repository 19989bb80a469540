import type { Words } from './words.ts';

/** A room that a county may leave out: the mission's rows it serves, and whether it is there where a pack says nothing. */
export type SwitchRule = { rows: readonly string[]; on: boolean; word: Words };

const rule = (rows: string, on: boolean, zh: string, en: string): SwitchRule => ({
  rows: rows.split(' '),
  on,
  word: { zh, en },
});

/**
 * Every switch there is. Rooms that are not built yet are named too, so that a pack can say today what it will not use.
 * docs/switches.md and the schema of packs tell the same; a test holds all three together.
 */
export const SWITCHES = {
  map: rule('A2', true, '地图', 'Maps'),
  publicPage: rule('B10', true, '公众页', 'Public page'),
  anonymousReports: rule('B1', false, '匿名反映', 'Reports without a name'),
  elderMode: rule('G6', true, '长辈版', 'Elder mode'),
  party: rule('A4', true, '党组织', 'Party organisations'),
  branches: rule('A4', true, '组建网格支部', 'Forming grid branches'),
  facilities: rule('A8', true, '站点设施', 'Facilities'),
  rosters: rule('A8', true, '值班排班', 'Duty rosters'),
  devices: rule('A9', true, '感知设备台账', 'Devices'),
  cards: rule('A5', true, '一卡一牌', 'One card, one board'),
  reportingIn: rule('D1', true, '双报到', 'Units reporting in'),
  grades: rule('A5', false, '岗位等级', 'Grade tables'),
  dutyLists: rule('A6', true, '岗位职责清单', 'Duty lists'),
  households: rule('A7', false, '住户登记', 'Households register'),
  points: rule('D5', false, '积分', 'Points'),
  timeBank: rule('D6', false, '志愿银行', 'Time bank'),
  volunteers: rule('D3', false, '志愿服务', 'Volunteers'),
  wishes: rule('D4', false, '微心愿', 'Wishes'),
} as const satisfies Record<string, SwitchRule>;

export type Switch = keyof typeof SWITCHES;

export const SWITCH_NAMES = Object.keys(SWITCHES) as Switch[];

/** Whatever carries a county's switches. */
type Switched = { switches: Partial<Record<Switch, boolean>> };

/** Whether the county uses the room: what its pack says, else what holds where nothing is said. */
export function switchedOn({ switches }: Switched, name: Switch): boolean {
  return switches[name] ?? SWITCHES[name].on;
}

/** Every switch with what holds in the county. */
export function allSwitches(county: Switched): Record<Switch, boolean> {
  return Object.fromEntries(SWITCH_NAMES.map((name) => [name, switchedOn(county, name)])) as Record<Switch, boolean>;
}
