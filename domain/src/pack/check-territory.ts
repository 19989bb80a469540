import { once, type PackFault, reporter } from './fault.ts';
import { lineage } from './lineage.ts';
import type { Pack } from './pack.ts';
import type { PlaceNode } from './territory.ts';

/** The tree is one tree, codes nest by length and prefix, and every place that is still there has exactly one shape. */
export function checkTerritory({ county, territory, shapes }: Pack, faults: PackFault[]): void {
  const report = reporter('territory.json', faults);
  const { nodes } = territory;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const rank = new Map(county.levels.map((level, i) => [level.kind, i]));
  once(
    report,
    nodes.map(({ id }, i) => ({ path: `nodes[${i}].id`, value: id })),
  );
  once(
    report,
    nodes.flatMap(({ code }, i) => (code ? [{ path: `nodes[${i}].code`, value: code }] : [])),
  );
  const parentsOfGrids = new Set(nodes.flatMap((node) => (node.kind === 'grid' && node.parent ? [node.parent] : [])));
  for (const [i, node] of nodes.entries()) {
    const path = `nodes[${i}]`;
    if (!rank.has(node.kind)) report(`${path}.kind`, 'unknown_level', `“${node.name}”的层级不存在`, 'no such level');
    if ((node.gridded ?? false) !== parentsOfGrids.has(node.id))
      report(
        `${path}.gridded`,
        'gridded_wrong',
        `“${node.name}”的网格标记与网格不符`,
        'gridded does not agree with its grids',
      );
    if (node.from && node.until && node.from > node.until)
      report(`${path}.until`, 'ends_before_start', '结束日早于开始日', 'it ends before it starts');
    if (node.parent === null) {
      if (node.kind !== 'county' || node.code !== county.divisionCode)
        report(
          path,
          'wrong_root',
          '只有县可以没有上级，且代码应一致',
          'only the county, with its division code, has no parent',
        );
      continue;
    }
    const parent = byId.get(node.parent);
    if (!parent) {
      report(`${path}.parent`, 'unknown_place', `没有地方“${node.parent}”`, `no place "${node.parent}"`);
      continue;
    }
    if (rank.get(parent.kind)! >= rank.get(node.kind)!)
      report(
        `${path}.parent`,
        'not_below',
        `“${node.name}”应在上级之下`,
        `${node.id} is not of a lower level than its parent`,
      );
    const above = codeAbove(node, byId);
    const own = node.code.length - above.length;
    if (node.code && (!node.code.startsWith(above) || own !== county.codes[node.kind]))
      report(
        `${path}.code`,
        'bad_code',
        `代码 ${node.code} 与上级 ${above} 不符`,
        `${node.code} does not extend ${above}`,
      );
  }
  if (nodes.filter((node) => node.parent === null).length !== 1)
    report('nodes', 'wrong_root', '应有且只有一个县', 'there must be exactly one county');

  const draw = reporter('shapes.geojson', faults);
  once(
    draw,
    shapes.features.map(({ id }, i) => ({ path: `features[${i}].id`, value: id })),
  );
  const drawn = new Set(shapes.features.map((feature) => feature.id));
  for (const id of drawn) if (!byId.has(id)) draw(id, 'unknown_place', `没有地方“${id}”`, `no place "${id}"`);
  for (const { id, until } of nodes)
    if (!until && !drawn.has(id)) draw(id, 'no_shape', `“${id}”没有图形`, `place "${id}" has no shape`);
}

/** The code of the nearest place above that has one: a level without codes, such as the service area, is stepped over. */
function codeAbove(node: PlaceNode, byId: ReadonlyMap<string, PlaceNode>): string {
  return lineage(node, byId).find((place) => place !== node && place.code !== '')?.code ?? '';
}
