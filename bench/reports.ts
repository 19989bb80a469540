/** Reports as residents write them, at points that lie in grids, as prepared HTTP requests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pointInRing } from '../domain/src/territory/index.ts';
import { ID_MARK } from './load.ts';
import { ROOT } from './machine.ts';

/** Numbers that are the same in every run. */
export function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = [
  '小区南门的路灯已经坏了三天，晚上回家看不清台阶，老人孩子都不敢走，请尽快派人来修。',
  '楼下烧烤摊每天夜里到一点多，油烟从窗户进来，家里有上学的孩子，多次说过没有用。',
  '三号楼东侧的下水井盖松了，车一过就响，旁边还有一道裂缝，怕有人踩空。',
  '门口的垃圾桶已经两天没有清运，天气热味道很大，物业说不归他们管，请协调。',
  '单元门禁失灵，谁都可以随便进出，上个星期丢过一辆电动车，希望装个摄像头。',
  '路边的树枝压到了电线，下雨的时候冒火花，请在下一次大风之前处理掉。',
];

type Feature = { id: string; properties: { kind: string }; geometry: { coordinates: [number, number][][] } };
export type Spot = { grid: string; point: [number, number] };

/** Points inside grids of the county, `count` of them. */
export function spots(county: string, count: number, random: () => number): Spot[] {
  const { features } = JSON.parse(
    readFileSync(join(process.env.HUYING_PACKS || join(ROOT, 'counties'), county, 'shapes.geojson'), 'utf8'),
  ) as { features: Feature[] };
  const grids = features.filter((one) => one.properties.kind === 'grid');
  return Array.from({ length: count }, (_, n) => {
    const { id, geometry } = grids[n % grids.length] as Feature;
    const ring = geometry.coordinates[0] as [number, number][];
    const xs = ring.map(([x]) => x);
    const ys = ring.map(([, y]) => y);
    for (;;) {
      const x = Math.min(...xs) + random() * (Math.max(...xs) - Math.min(...xs));
      const y = Math.min(...ys) + random() * (Math.max(...ys) - Math.min(...ys));
      if (pointInRing(x, y, ring)) return { grid: id, point: [Number(x.toFixed(6)), Number(y.toFixed(6))] };
    }
  });
}

/** Whole requests with a mark where each one's id goes. */
export function prepared(county: string, tokens: readonly string[], count: number): string[] {
  const random = randomFrom(20_260_101);
  return spots(county, count, random).map(({ point }, n) => {
    const words = `${WORDS[n % WORDS.length]}（${n}）`;
    const body = JSON.stringify({ id: ID_MARK, words, point, address: `演示路 ${n} 号` });
    return [
      `POST /api/${county}/matters HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      `authorization: Bearer ${tokens[n % tokens.length]}`,
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n');
  });
}
