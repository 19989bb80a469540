/** A few drawn pictures for the demo, plainly drawings and marked as examples: no photograph of anybody's home is needed. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { at, type Queryable, sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import { preparePicture } from '../files/index.ts';

type Prepared = Awaited<ReturnType<typeof preparePicture>>;

type Scene = { name: string; before: string; after: string };

const STREET =
  '<rect y="300" width="640" height="180" fill="#8a8f98"/><rect y="286" width="640" height="16" fill="#b9bdc4"/>';
const HOUSES = [40, 210, 400]
  .map(
    (x, i) =>
      `<rect x="${x}" y="${110 - i * 12}" width="140" height="${176 + i * 12}" fill="${['#e8d9c0', '#d9dfe6', '#e3cfc4'][i]}"/>` +
      [0, 1, 2]
        .map((n) => `<rect x="${x + 20 + n * 38}" y="${140 - i * 12}" width="24" height="30" fill="#7d94ab"/>`)
        .join(''),
  )
  .join('');
const lamp = (light: string) =>
  `<rect x="560" y="120" width="8" height="180" fill="#555"/><circle cx="546" cy="122" r="18" fill="${light}" stroke="#555" stroke-width="3"/>`;
const tree =
  '<rect x="590" y="220" width="14" height="70" fill="#7a5a3a"/><circle cx="597" cy="196" r="44" fill="#6f9a63"/>';

const SCENES: Scene[] = [
  {
    name: 'pit',
    before:
      '<ellipse cx="300" cy="390" rx="110" ry="34" fill="#3f434a"/><path d="M200 380l40-20 30 26 44-30 60 30" stroke="#222" stroke-width="4" fill="none"/>',
    after:
      '<ellipse cx="300" cy="390" rx="110" ry="34" fill="#6d727b"/><ellipse cx="300" cy="390" rx="110" ry="34" fill="none" stroke="#555a62" stroke-width="3"/>',
  },
  {
    name: 'litter',
    before: [60, 130, 210, 270]
      .map(
        (x, i) => `<path d="M${x} 340c20-60 60-60 84 0z" fill="${['#4d5a4a', '#5c4f45', '#6b6f5a', '#44505c'][i]}"/>`,
      )
      .join(''),
    after:
      '<rect x="90" y="250" width="60" height="90" rx="6" fill="#3e7d5a"/><rect x="170" y="250" width="60" height="90" rx="6" fill="#3d6ea8"/>',
  },
  { name: 'lamp', before: lamp('#4a4a4a'), after: lamp('#ffe08a') },
  {
    name: 'lane',
    before:
      '<rect x="150" y="310" width="130" height="60" rx="14" fill="#b44a3f"/><circle cx="180" cy="372" r="16" fill="#222"/><circle cx="250" cy="372" r="16" fill="#222"/>',
    after: '<path d="M60 440L260 310M140 450L340 310" stroke="#f2d24b" stroke-width="10"/>',
  },
  {
    name: 'pipe',
    before:
      '<ellipse cx="320" cy="400" rx="190" ry="44" fill="#7fb2d9"/><path d="M320 400c-30-70 30-90 0-150" stroke="#9cc9e8" stroke-width="12" fill="none"/>',
    after:
      '<rect x="296" y="330" width="48" height="48" fill="#5b6067"/><circle cx="320" cy="354" r="16" fill="#8a9098"/>',
  },
];

/** The letters are drawn, stroke by stroke in boxes of 32: a server need not have a Chinese font. */
const STROKES: Record<string, string> = {
  示: 'M7 7H25M3 14H29M16 14V27Q16 29 11 28M9 18L5 25M23 18L27 25',
  例: 'M9 3L3 14M6 10V29M11 6H21M16 6L11 17M14 11H20Q19 21 11 28M15 16L18 19M24 7V21M29 3V26Q29 29 25 28',
  前: 'M9 3L12 8M23 3L20 8M3 10H29M6 14V29M6 14H14V27Q14 29 11 28M6 19H14M6 23H14M20 15V25M26 13V27Q26 29 22 28',
  后: 'M24 3Q16 6 7 6V16Q7 24 3 29M7 13H29M12 19H25V29H12Z',
};

function lettered(words: string): string {
  return [...words]
    .map(
      (letter, n) =>
        `<path transform="translate(${16 + n * 40} 10)" d="${STROKES[letter] ?? ''}" fill="none" stroke="#fff" stroke-width="2.6"/>`,
    )
    .join('');
}

function drawing(scene: Scene, stage: 'before' | 'after'): string {
  const words = stage === 'before' ? '示例 前' : '示例 后';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#cfe0ec"/>
    ${HOUSES}${STREET}${scene.name === 'lamp' ? '' : tree}${scene[stage]}
    <rect width="190" height="52" fill="${stage === 'before' ? '#8f5a14' : '#1f6b45'}"/>${lettered(words)}</svg>`;
}

export type Scenes = { [stage in 'before' | 'after']: Prepared[] };

/** Drawn once per telling. */
export async function drawScenes(): Promise<Scenes> {
  const draw = async (stage: 'before' | 'after') => {
    const prepared: Prepared[] = [];
    for (const scene of SCENES)
      prepared.push(
        await preparePicture(
          await sharp(Buffer.from(drawing(scene, stage)))
            .png()
            .toBuffer(),
        ),
      );
    return prepared;
  };
  return { before: await draw('before'), after: await draw('after') };
}

/** How many scenes there are of each stage; the same number shows the same place before and after. */
export const SCENE_COUNT = SCENES.length;

/** Keeps a picture under an id that is known beforehand; keeping it again changes nothing. */
export async function keepScene(
  services: Services,
  db: Queryable,
  county: string,
  picture: Prepared,
  { id, owner, now }: { id: string; owner: string; now: number },
): Promise<void> {
  await services.files.put(county, id, 'full', picture.full);
  await services.files.put(county, id, 'thumb', picture.thumb);
  await db.rows(sql`
    INSERT INTO file (county_id, file_id, owner_id, sha256, bytes, width, height, made_at)
    VALUES (${county}, ${id}, ${owner}, ${createHash('sha256').update(picture.full).digest()}, ${picture.full.length},
      ${picture.width}, ${picture.height}, ${at(now)})
    ON CONFLICT DO NOTHING`);
}
