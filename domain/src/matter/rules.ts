/** The rules a matter is decided by: values read from the county pack, the list version and the calendar of that moment. */
import type { Calendar, Instant, Limit } from '../clocks/index.ts';
import type { ClockKind, Standing } from '../kernel/index.ts';
import type { Holder, MatterItem } from './states.ts';

/** One condition of an item, as far as the loop needs it. */
export type ItemRule = {
  ref: MatterItem;
  /** Unit answerable by the list; null where the list says the town of the place. */
  lead: string | null;
  callback: 'call' | 'message' | 'none';
  limits: Partial<Record<ClockKind, Limit>>;
  arrival: boolean;
};

export type CountyRules = {
  calendar: Calendar;
  endOfDay: string;
  yellowShare: number;
  limits: Record<ClockKind, Limit>;
  callback: { attempts: number; byDefault: 'call' | 'message' | 'none'; maxRedos: number | null };
  reopenDays: number;
  packVersion: number;
};

export type MatterRules = {
  county: CountyRules;
  /** The rule of the item the matter has, or gets by this act. */
  item: ItemRule | null;
  /** The next holder above the present one by the county's ladder; null at the top. */
  upper: Holder | null;
  /** The county itself as a holder: its centre. */
  centre: Holder;
  /** The place named in the input, looked up. */
  place?: Holder;
};

export type ActContext = { now: Instant; standing: Standing; rules: MatterRules };
