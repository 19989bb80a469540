/** Facilities as every face gets them. */
import type { Bilingual, LonLat } from '../api/types.ts';

export type Span = { from: string; to: string };
export type Hours = {
  week: Span[][];
  holidays: 'closed' | 'usual';
  makeup: 'monday' | 'usual';
  exceptions: { day: string; spans: Span[] }[];
};

export type FacilityCard = {
  id: string;
  kind: string;
  word: Bilingual;
  icon: string;
  name: string;
  place: { id: string; path: { id: string; name: string }[] };
  point: LonLat;
  oneWindow: boolean;
  closed: boolean;
  open: boolean;
  until: string | null;
  opens: string | null;
  metres?: number;
};

export type FacilityView = FacilityCard & {
  hours: Hours;
  today: { spans: Span[]; why: 'exception' | 'holiday' | 'makeup' | 'week'; name?: string };
  services: { code: string; word: Bilingual }[];
  contact: { post: string; word: Bilingual; at: string } | null;
  from: string;
  to: string | null;
  /** For staff only. */
  version?: number;
  /** `coming`: published and not begun. */
  duty?: { missed: number; past: number; coming: number };
  history?: { kind: string; at: string; post: Bilingual | null }[];
  abilities?: string[];
  roster?: boolean;
};

export type FacilityRules = {
  services: { code: string; word: Bilingual }[];
  kinds: {
    kind: string;
    word: Bilingual;
    icon: string;
    services: string[];
    hours: Hours;
    oneWindow: boolean;
    circle: boolean;
  }[];
  teamKinds: { kind: string; word: Bilingual }[];
  excuses: { code: string; word: Bilingual }[];
  duty: { opensMinutes: number; closesMinutes: number; metres: number; restMinutes: number; swapApproval: boolean };
  circle: { minutes: number };
};

export type DutyView = {
  id: string;
  roster: string;
  facility: { id: string; name: string };
  point: LonLat;
  team: { id: string; name: string };
  person: { id: string; name: string; own: boolean };
  startsAt: string;
  endsAt: string;
  closesAt: string;
  published: boolean;
  state: 'planned' | 'attended' | 'missed' | 'excused' | 'cancelled';
  checkedInAt: string | null;
  lateMinutes: number | null;
  sentLater: boolean;
  excuse: string | null;
  swap: string | null;
  abilities: string[];
};

export type SwapView = {
  id: string;
  state: string;
  version: number;
  facility: { id: string; name: string };
  startsAt: string;
  endsAt: string;
  inReturn: { id: string; startsAt: string } | null;
  asker: { id: string; name: string };
  asked: { id: string; name: string };
  abilities: string[];
};
