import { once, type PackFault, type Report, reporter } from './fault.ts';
import type { GradeTable } from './grades.ts';
import type { Pack } from './pack.ts';
import { APART, PERMISSIONS } from './permissions.ts';
import { switchedOn } from './switches.ts';

/** Units have places and names of their own; posts allow only known things and keep administrators apart. */
export function checkUnitsAndPosts(
  { county, territory, units: { units }, posts: { posts, grades = [] } }: Pack,
  faults: PackFault[],
): void {
  const places = new Map(territory.nodes.map((node) => [node.id, node]));
  const unitReport = reporter('units.json', faults);
  once(
    unitReport,
    units.map(({ id }, i) => ({ path: `units[${i}].id`, value: id })),
  );
  const names = units.flatMap((unit, i) =>
    unit.kind === 'town_office' ? [] : [unit.name, ...unit.aliases].map((value) => ({ path: `units[${i}]`, value })),
  );
  once(unitReport, names);
  units.forEach((unit, i) => {
    if (unit.id === 'town')
      unitReport(
        `units[${i}].id`,
        'reserved',
        '“town”是清单中街道（镇）的代称',
        '"town" stands for the town office in lists',
      );
    if (!places.has(unit.jurisdiction))
      unitReport(
        `units[${i}].jurisdiction`,
        'unknown_place',
        `没有地方“${unit.jurisdiction}”`,
        `no place "${unit.jurisdiction}"`,
      );
  });
  units.forEach(({ reportsTo, reportingIn }, i) => {
    if (reportsTo === undefined) return;
    const place = places.get(reportsTo);
    if (!reportingIn || !place || place.until || (place.kind !== 'grid' && place.kind !== 'community'))
      unitReport(
        `units[${i}].reportsTo`,
        'reports_nowhere',
        `“${reportsTo}”不是现有的网格或社区，或者这个单位没有写 "reportingIn": true`,
        `"${reportsTo}" is no grid or community of today, or the unit does not say "reportingIn": true`,
      );
  });
  for (const town of territory.nodes.filter((node) => node.kind === 'town')) {
    const offices = units.filter((unit) => unit.kind === 'town_office' && unit.jurisdiction === town.id).length;
    if (offices !== 1)
      unitReport(
        'units',
        'town_office',
        `“${town.name}”应有一个街道（镇）单位，现有 ${offices} 个`,
        `${town.id} has ${offices} town offices`,
      );
  }

  const report = reporter('posts.json', faults);
  const known = new Set<string>(PERMISSIONS);
  const levels = new Set(county.levels.map((level) => level.kind));
  once(
    report,
    posts.map(({ kind }, i) => ({ path: `posts[${i}].kind`, value: kind })),
  );
  posts.forEach((post, i) => {
    const path = `posts[${i}]`;
    once(
      report,
      post.permissions.map((value, n) => ({ path: `${path}.permissions[${n}]`, value })),
    );
    post.permissions.forEach((permission, n) => {
      if (!known.has(permission))
        report(
          `${path}.permissions[${n}]`,
          'unknown_permission',
          `没有权限“${permission}”`,
          `no permission "${permission}"`,
        );
    });
    if ((post.at === 'place') !== (post.placeKinds !== undefined) || post.placeKinds?.some((kind) => !levels.has(kind)))
      report(
        `${path}.placeKinds`,
        'bad_place_kinds',
        '设在地方的岗位要写明层级',
        'a post at a place names known levels, one at a unit none',
      );
    if (post.at === 'place' ? post.units : post.subkinds)
      report(
        path,
        'bad_limits',
        '设在地方的岗位只能限定“subkinds”，设在单位的只能限定“units”',
        'a post at a place is limited by "subkinds", one at a unit by "units"',
      );
    post.units?.forEach((unit, n) => {
      if (!units.some(({ id }) => id === unit))
        report(`${path}.units[${n}]`, 'unknown_unit', `没有单位“${unit}”`, `no unit "${unit}"`);
    });
    if (post.alsoFilled?.includes(post.filled))
      report(`${path}.alsoFilled`, 'twice', '与“filled”重复', 'says again what "filled" says');
    if (APART.filter((group) => group.some((one) => post.permissions.includes(one))).length > 1)
      report(
        `${path}.permissions`,
        'not_apart',
        '系统、安全、审计权限不得由一岗兼有',
        'system, security and audit must stay apart',
      );
  });
  checkGrades(grades, new Set(posts.map(({ kind }) => kind)), report);
  if (switchedOn(county, 'grades') && grades.length === 0)
    report('grades', 'no_table', '开着“岗位等级”，却没有等级表', 'grade tables are switched on, but there is none');
}

/** Grade tables speak of posts the county has, and of grades that there are. */
function checkGrades(tables: readonly GradeTable[], kinds: ReadonlySet<string>, report: Report): void {
  once(
    report,
    tables.map(({ id }, i) => ({ path: `grades[${i}].id`, value: id })),
  );
  once(
    report,
    tables.flatMap((table, i) => table.kinds.map((value, n) => ({ path: `grades[${i}].kinds[${n}]`, value }))),
  );
  tables.forEach(({ kinds: own, count, posts, entry, rise }, i) => {
    const path = `grades[${i}]`;
    own.forEach((kind, n) => {
      if (!kinds.has(kind)) report(`${path}.kinds[${n}]`, 'unknown_post', `没有岗位“${kind}”`, `no post "${kind}"`);
    });
    for (const [part, codes] of [
      ['posts', posts.map(({ id }) => id)],
      ['rise.assessments', rise.assessments.map(({ code }) => code)],
      ['rise.education', rise.education.map(({ code }) => code)],
      ['rise.examinations', rise.examinations.map(({ code }) => code)],
    ] as const)
      once(
        report,
        codes.map((value, n) => ({ path: `${path}.${part}[${n}]`, value })),
      );
    if (entry.grade > count)
      report(
        `${path}.entry.grade`,
        'bad_grades',
        `起点等级应在 1 至 ${count} 之间`,
        `the grade to begin with is between 1 and ${count}`,
      );
    posts.forEach(({ lowest, highest }, n) => {
      if (lowest > highest || highest > count)
        report(
          `${path}.posts[${n}]`,
          'bad_grades',
          `等级应在 1 至 ${count} 之间，且下限不高于上限`,
          `grades go from 1 to ${count}, the lowest first`,
        );
    });
  });
}
