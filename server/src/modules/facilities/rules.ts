/** What the county's pack says of facilities, for a running county. */
import { Refusal } from '@huying/domain/kernel';
import type { FacilityKind, FacilityPack, TeamKind } from '@huying/domain/pack';
import { packOf } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';

/** Where the pack says nothing of facilities the room is empty, and nothing can be made in it. */
const NONE: FacilityPack = {
  services: [],
  kinds: [],
  teamKinds: [],
  excuses: [],
  duty: { opensMinutes: 30, closesMinutes: 30, metres: 300, restMinutes: 600, swapApproval: true },
  circle: { minutes: 15 },
  demo: { facilities: [], teams: [], rosters: [] },
};

export function facilityRules(county: CountyRuntime): FacilityPack {
  return packOf(county)?.facilities ?? NONE;
}

/** @throws Refusal `invalid_fields` (facility_kind_unknown) */
export function facilityKindOf(county: CountyRuntime, kind: string): FacilityKind {
  const found = facilityRules(county).kinds.find((one) => one.kind === kind);
  if (!found) throw new Refusal('invalid_fields', {}, [{ path: 'kind', code: 'facility_kind_unknown' }]);
  return found;
}

/** @throws Refusal `invalid_fields` (team_kind_unknown) */
export function teamKindOf(county: CountyRuntime, kind: string): TeamKind {
  const found = facilityRules(county).teamKinds.find((one) => one.kind === kind);
  if (!found) throw new Refusal('invalid_fields', {}, [{ path: 'kind', code: 'team_kind_unknown' }]);
  return found;
}
