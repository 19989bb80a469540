/** Outlines of a pack by themselves: closed, with an area, not crossing themselves. What the schema cannot say. */
import type { PackFault, ShapeCollection } from '@huying/domain/pack';
import { shapeFaults } from '@huying/domain/territory';
import { sayError } from '../../platform/words.ts';

/** The first fault of each outline, with the name of its place and where it is. */
export function checkOutlines({ features }: ShapeCollection): PackFault[] {
  return features.flatMap(({ geometry, properties }, i): PackFault[] => {
    const [fault] = shapeFaults(geometry);
    if (!fault) return [];
    const code = `shape_${fault.code}`;
    const at = fault.at ? fault.at.map((n) => Number(n.toFixed(6))).join(', ') : '';
    const words = {
      zh: `“${properties.name}”：${sayError('zh-CN', code, { at })}`,
      en: `${properties.name}: ${sayError('en', code, { at })}`,
    };
    return [{ file: 'shapes.geojson', path: `features[${i}].geometry`, code, words }];
  });
}
