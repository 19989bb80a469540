/** Outlines that a clerk has: a GeoJSON file whose features are found by id, code or name. */
import type { PlaceNode, ShapeCollection } from '@huying/domain/pack';
import { readShape } from '@huying/domain/territory';
import { NewPackError } from './new-pack-error.ts';

type Feature = { id?: string | number; properties?: Record<string, unknown> | null; geometry?: unknown };

/** Only polygons of one part go into a pack. @throws NewPackError naming every place without a usable outline */
export function readShapesFile(text: string, nodes: readonly PlaceNode[]): ShapeCollection {
  let features: Feature[];
  try {
    features = (JSON.parse(text) as { features?: Feature[] }).features ?? [];
  } catch {
    throw new NewPackError([{ zh: '图形文件不是 GeoJSON', en: 'the file of shapes is no GeoJSON' }]);
  }
  const byWord = new Map<string, Feature>();
  for (const feature of features)
    for (const word of [feature.id, ...Object.values(feature.properties ?? {})])
      if (typeof word === 'string' || typeof word === 'number') byWord.set(String(word), feature);
  const faults: { zh: string; en: string }[] = [];
  const found = nodes.flatMap((node): ShapeCollection['features'] => {
    const feature = [node.id, node.code, node.name].flatMap((word) => byWord.get(word) ?? [])[0];
    const read = feature ? readShape(feature.geometry) : null;
    const shape = read?.shape ?? null;
    if (!feature) faults.push({ zh: `“${node.name}”没有图形`, en: `${node.name} has no shape` });
    else if (shape?.type !== 'Polygon') {
      const swapped = read?.shape === null && read.fixed !== null;
      faults.push({
        zh: `“${node.name}”的图形不能用${swapped ? '：经度和纬度写反了' : '（须为一个不自交的多边形）'}`,
        en: `the shape of ${node.name} cannot be used${swapped ? ': longitude and latitude are exchanged' : ' (one polygon that does not cross itself)'}`,
      });
    } else
      return [
        {
          type: 'Feature',
          id: node.id,
          properties: { kind: node.kind, name: node.name, synthetic: false },
          geometry: shape,
        },
      ];
    return [];
  });
  if (faults.length > 0) throw new NewPackError(faults);
  return { type: 'FeatureCollection', synthetic: false, features: found };
}
