import { hoursFaults } from '../clocks/index.ts';
import { once, type PackFault, reporter } from './fault.ts';
import type { Pack } from './pack.ts';

/** Kinds, services and the demo of facilities.json name only what the file has, and hours can be kept. */
export function checkFacilities({ facilities }: Pack, faults: PackFault[]): void {
  if (!facilities) return;
  const report = reporter('facilities.json', faults);
  const { services, kinds, teamKinds, excuses, demo } = facilities;
  for (const [list, rows] of Object.entries({ services, excuses }))
    once(
      report,
      rows.map(({ code }, i) => ({ path: `${list}[${i}].code`, value: code })),
    );
  for (const [list, rows] of Object.entries({ kinds, teamKinds }))
    once(
      report,
      rows.map(({ kind }, i) => ({ path: `${list}[${i}].kind`, value: kind })),
    );
  const offered = new Set(services.map(({ code }) => code));
  kinds.forEach((kind, i) => {
    kind.services.forEach((code, n) => {
      if (!offered.has(code))
        report(`kinds[${i}].services[${n}]`, 'unknown_service', `没有服务“${code}”`, `no service "${code}"`);
    });
    for (const { path } of hoursFaults(kind.hours))
      report(
        `kinds[${i}].hours.${path}`,
        'bad_span',
        '时段须先后有序、互不重叠',
        'spans must be in order and not overlap',
      );
  });
  const known = new Set(kinds.map(({ kind }) => kind));
  const teams = new Set(teamKinds.map(({ kind }) => kind));
  const lacks = (path: string, kind: string) => report(path, 'unknown_kind', `没有类型“${kind}”`, `no kind "${kind}"`);
  demo.facilities.forEach(({ kind }, i) => {
    if (!known.has(kind)) lacks(`demo.facilities[${i}].kind`, kind);
  });
  demo.teams.forEach(({ kind }, i) => {
    if (!teams.has(kind)) lacks(`demo.teams[${i}].kind`, kind);
  });
  demo.rosters.forEach(({ team, facility }, i) => {
    if (!teams.has(team)) lacks(`demo.rosters[${i}].team`, team);
    if (!known.has(facility)) lacks(`demo.rosters[${i}].facility`, facility);
  });
}
