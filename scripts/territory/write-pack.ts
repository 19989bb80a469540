import type { PlaceNode, ShapeCollection } from '../../domain/src/pack/index.ts';

/** One node per line, so that a change of one place is one line in a diff. */
export function territoryText(nodes: readonly PlaceNode[]): string {
  return `{\n  "nodes": [\n${nodes.map((node) => `    ${JSON.stringify(node)}`).join(',\n')}\n  ]\n}\n`;
}

/** One feature per line; coordinates always with six decimals, so that equal points are equal text. */
export function shapesText(shapes: ShapeCollection): string {
  const lines = shapes.features.map((feature) => {
    const ring = feature.geometry.coordinates[0]!.map(([lon, lat]) => `[${lon.toFixed(6)},${lat.toFixed(6)}]`).join(
      ',',
    );
    const head = `"type":"Feature","id":${JSON.stringify(feature.id)},"properties":${JSON.stringify(feature.properties)}`;
    return `{${head},"geometry":{"type":"Polygon","coordinates":[[${ring}]]}}`;
  });
  return `{"type":"FeatureCollection","synthetic":true,"features":[\n${lines.join(',\n')}\n]}\n`;
}
