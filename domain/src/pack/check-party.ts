import { type PackFault, reporter } from './fault.ts';
import type { Pack } from './pack.ts';
import { ORG_KINDS, type PartyLevel, VARIETIES } from './party.ts';

/** Levels go down, name places and varieties that are there, and the demo's members live in grids of the territory. */
export function checkParty({ county, territory, party }: Pack, faults: PackFault[]): void {
  if (!party) return;
  const report = reporter('party.json', faults);
  const kinds = new Set<string>(county.levels.map((level) => level.kind));
  const below = (levels: readonly PartyLevel[], path: string) => {
    for (const [i, level] of levels.entries()) {
      const upper = levels[i - 1];
      if (upper && ORG_KINDS.indexOf(upper.kind) > ORG_KINDS.indexOf(level.kind)) {
        report(`${path}[${i}].kind`, 'party_order', '层级次序不对', 'the level is out of order');
      }
      for (const at of level.at) {
        if (!kinds.has(at)) report(`${path}[${i}].at`, 'unknown_level', `没有层级“${at}”`, `no level "${at}"`);
      }
      const known: readonly string[] = VARIETIES[level.kind];
      for (const variety of level.varieties ?? []) {
        if (!known.includes(variety))
          report(`${path}[${i}].varieties`, 'party_variety', `没有“${variety}”`, `no such variety "${variety}"`);
      }
    }
  };
  below(party.levels, 'levels');
  below(party.country ?? [], 'country');
  const grids = new Set(territory.nodes.filter((node) => node.kind === 'grid').map((node) => node.id));
  const { members, branches, groups } = party.demo;
  for (const id of members && 'byGrid' in members ? Object.keys(members.byGrid) : []) {
    if (!grids.has(id)) report(`demo.members.byGrid.${id}`, 'unknown_place', `没有网格“${id}”`, `no grid "${id}"`);
  }
  for (const [i, { variety }] of branches.entries()) {
    if (!(VARIETIES.branch as readonly string[]).includes(variety))
      report(`demo.branches[${i}].variety`, 'party_variety', `没有“${variety}”`, `no such variety "${variety}"`);
  }
  for (const [i, { variety }] of groups.entries()) {
    if (!(VARIETIES.group as readonly string[]).includes(variety))
      report(`demo.groups[${i}].variety`, 'party_variety', `没有“${variety}”`, `no such variety "${variety}"`);
  }
}
