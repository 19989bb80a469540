import { checkCounty } from './check-county.ts';
import { checkDemo } from './check-demo.ts';
import { checkDevices } from './check-devices.ts';
import { checkFacilities } from './check-facilities.ts';
import { checkItems } from './check-items.ts';
import { checkParty } from './check-party.ts';
import { checkUnitsAndPosts } from './check-posts.ts';
import { checkStory } from './check-story.ts';
import { checkTerritory } from './check-territory.ts';
import type { PackFault } from './fault.ts';
import type { Pack } from './pack.ts';

export type { PackFault } from './fault.ts';

/**
 * Checks what a schema cannot: that the files of a pack agree with each other. The pack must already have the shape of
 * counties/pack.schema.json. Returns every fault with file, path, code and words; an empty list is a sound pack.
 */
export function checkPack(pack: Pack): PackFault[] {
  const faults: PackFault[] = [];
  checkCounty(pack, faults);
  checkTerritory(pack, faults);
  checkUnitsAndPosts(pack, faults);
  checkItems(pack, faults);
  checkStory(pack, faults);
  checkDemo(pack, faults);
  checkFacilities(pack, faults);
  checkParty(pack, faults);
  checkDevices(pack, faults);
  return faults;
}
