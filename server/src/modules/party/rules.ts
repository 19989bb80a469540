/** The county's party rules: levels of the tree by place, and who may stand below whom. */
import { Refusal } from '@huying/domain/kernel';
import { ORG_KINDS, type OrgKind, type Party, type PartyLevel, PLAIN_PARTY, VARIETIES } from '@huying/domain/pack';
import { packOf } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';

export function partyOf(county: CountyRuntime): Party {
  return packOf(county)?.party ?? PLAIN_PARTY;
}

/** A place as the tree sees it: its path, its kind and whether it lies in the country. */
export type Spot = { id: string; placeKind: string; path: string; country: boolean };

/** Levels that hold at a place: those of the country in villages, where the county has such. */
export function levelsAt(party: Party, spot: Pick<Spot, 'country'>): readonly PartyLevel[] {
  return spot.country && party.country ? party.country : party.levels;
}

export type OrgSort = { kind: OrgKind; variety: string | null };

/** The level of an organisation, counted from 0 at the top; -1 where the county has no such level there. */
export function levelOf(party: Party, sort: OrgSort, spot: Pick<Spot, 'placeKind' | 'country'>): number {
  const levels = levelsAt(party, spot);
  const fits = (level: PartyLevel) =>
    level.kind === sort.kind &&
    level.at.some((at) => at === spot.placeKind) &&
    (!level.varieties || sort.variety === null || level.varieties.includes(sort.variety));
  const found = levels.findIndex(fits);
  if (found >= 0 || levels === party.levels) return found;
  // Committees above the villages are those of the town's tree.
  return sort.kind === 'committee' ? party.levels.findIndex(fits) : found;
}

export function wordOf(
  party: Party,
  sort: OrgSort,
  spot: Pick<Spot, 'placeKind' | 'country'>,
): { zh: string; en: string } {
  const at = levelOf(party, sort, spot);
  const level = levelsAt(party, spot)[at] ?? party.levels[at];
  return level?.word ?? PLAIN_PARTY.levels[ORG_KINDS.indexOf(sort.kind)]?.word ?? { zh: sort.kind, en: sort.kind };
}

/** @throws Refusal `invalid_fields` (party_variety) when the kind has no such variety, or needs one and has none */
export function requireVariety({ kind, variety }: OrgSort): void {
  const known: readonly string[] = VARIETIES[kind];
  const fits = known.length === 0 ? variety === null : variety !== null && known.includes(variety);
  if (!fits) throw new Refusal('invalid_fields', {}, [{ path: 'variety', code: 'party_variety' }]);
}

type Standing = OrgSort & { spot: Spot };

/**
 * Whether `org` may stand below `upper`: on a lower level, inside the upper's place. Committees of one kind stand above each
 * other by their places.
 * @throws Refusal `invalid_fields` on `parent`: party_level, party_place
 */
export function requireBelow(party: Party, org: Standing, upper: Standing | null): void {
  const refuse = (code: string): never => {
    throw new Refusal('invalid_fields', {}, [{ path: upper ? 'parent' : 'place', code }]);
  };
  const own = levelOf(party, org, org.spot);
  if (own < 0) refuse('party_level_here');
  if (!upper) {
    if (org.kind !== 'committee') refuse('party_root');
    return;
  }
  if (!org.spot.path.startsWith(upper.spot.path)) refuse('party_place');
  const rank = (one: OrgSort) => ORG_KINDS.indexOf(one.kind);
  const lower =
    org.kind === 'committee'
      ? upper.kind === 'committee' && org.spot.path !== upper.spot.path
      : rank(upper) < rank(org);
  if (!lower) refuse('party_level');
}

/** Varieties that answer for their places alone, and for which kind of place. */
export const ALONE: Record<string, string> = { own: 'grid', joint: 'grid', compound: 'compound' };

/** Varieties that are made for a time. */
export const TIMED = ['temporary', 'functional'];
