/** Point to grid: the program's index beside a linear scan, PostgreSQL's own polygons and PostGIS, with the same answers. */
import { existsSync, readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { metresToPiece, type Position, pointInShape, ringsOf, scaleAt } from '../domain/src/territory/index.ts';
import { placeIndex } from '../server/src/modules/county/place-index.ts';
import { startThrowaway, type Throwaway } from '../server/src/platform/postgres/throwaway.ts';
import { type Ground, makeGround } from './geo-polygons.ts';
import { line } from './say.ts';

export type GeoFigures = {
  polygons: number;
  corners: number;
  points: number;
  buildMs: number;
  indexMs: number;
  scanPoints: number;
  scanMs: number;
  nativeMs: number;
  /** Null where there is no PostGIS; then `without` says so. */
  postgisMs: number | null;
  without: string;
  /** Points that another way puts into another polygon, and how far from a border the farthest of them lies. */
  differ: number;
  differMetres: number;
};

export async function measureGeo(options: { side: number; points: number; scan: number }): Promise<GeoFigures> {
  const ground = makeGround(options.side, options.points);
  const { polygons, points } = ground;
  let from = performance.now();
  const index = placeIndex(polygons.map(({ id, shape }) => ({ id, depth: 4, shape })));
  const buildMs = performance.now() - from;
  from = performance.now();
  const own = points.map(([x, y]) => index.at(x, y));
  const indexMs = performance.now() - from;
  line(`  index: ${points.length} points in ${Math.round(indexMs)} ms, made in ${Math.round(buildMs)} ms`);

  const sample = points.slice(0, options.scan);
  from = performance.now();
  const scanned = sample.map(([x, y]) => polygons.find(({ shape }) => pointInShape(x, y, shape))?.id ?? null);
  const scanMs = performance.now() - from;
  line(`  linear scan: ${sample.length} points in ${Math.round(scanMs)} ms`);
  const differ = scanned.flatMap((id, i) => (id === own[i] ? [] : [i]));

  const database = await startThrowaway();
  try {
    const client = await open(database, ground);
    const native = await ask(client, 'c.shape @> polygon(box(p.at, p.at))');
    differ.push(...compare(native.answers, own));
    line(`  PostgreSQL's polygons: ${points.length} points in ${Math.round(native.ms)} ms`);
    await client.end();
    const postgis = await withPostgis(ground, own);
    if (postgis) differ.push(...postgis.differ);
    return {
      polygons: polygons.length,
      corners: polygons.reduce((sum, { shape }) => sum + ringsOf(shape).flat().length - 1, 0),
      points: points.length,
      buildMs,
      indexMs,
      scanPoints: sample.length,
      scanMs,
      nativeMs: native.ms,
      postgisMs: postgis?.ms ?? null,
      without: postgis ? '' : WITHOUT,
      differ: differ.length,
      differMetres: Math.max(0, ...differ.map((i) => toBorder(points[i] as Position, polygons))),
    };
  } finally {
    database.stop();
  }
}

/** PostgreSQL's own geometry takes what is nearer than 0.000001 for equal: in degrees that is far too much, in millionths nothing. */
const scaled = ([x, y]: Position): string => `(${x * 1e6},${y * 1e6})`;

async function open(database: Throwaway, { polygons, points }: Ground): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.urlOf('postgres') });
  await client.connect();
  await client.query('CREATE TABLE cell (id int PRIMARY KEY, shape polygon); CREATE TABLE spot (no int, at point)');
  const text = (ring: readonly Position[]): string => `(${ring.map(scaled).join(',')})`;
  const copy = (table: string, rows: Iterable<string>) =>
    pipeline(Readable.from(rows), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
  await copy(
    'cell',
    polygons.map(({ shape }, i) => `${i}\t${text((ringsOf(shape)[0] ?? []).slice(0, -1))}\n`),
  );
  await copy(
    'spot',
    points.map((point, i) => `${i}\t${scaled(point)}\n`),
  );
  await client.query('CREATE INDEX cell_shape ON cell USING gist (shape); ANALYZE');
  return client;
}

/** Each point by the index of the database; the answers come back as one array, which costs next to nothing. */
async function ask(client: pg.Client, holds: string): Promise<{ ms: number; answers: (number | null)[] }> {
  await client.query('SET enable_seqscan = off; SET max_parallel_workers_per_gather = 0');
  const query = `SELECT array_agg(c.id ORDER BY p.no) AS ids FROM spot p
    LEFT JOIN LATERAL (SELECT c.id FROM cell c WHERE ${holds} ORDER BY c.id LIMIT 1) c ON true`;
  const from = performance.now();
  const { rows } = await client.query<{ ids: (number | null)[] }>(query);
  return { ms: performance.now() - from, answers: rows[0]?.ids ?? [] };
}

const compare = (answers: (number | null)[], own: (string | null)[]): number[] =>
  answers.flatMap((id, i) => ((id === null ? null : `g${id}`) === own[i] ? [] : [i]));

/** Metres to the nearest border of any polygon. */
function toBorder(point: Position, polygons: Ground['polygons']): number {
  const scale = scaleAt(point[1]);
  let least = Infinity;
  for (const { shape } of polygons)
    for (const ring of ringsOf(shape))
      for (let i = 1; i < ring.length; i += 1)
        least = Math.min(least, metresToPiece(point, ring[i - 1] as Position, ring[i] as Position, scale));
  return least;
}

/** Debian's PostgreSQL with its PostGIS, beside the program's own, which has none. */
async function withPostgis(ground: Ground, own: (string | null)[]): Promise<{ ms: number; differ: number[] } | null> {
  const version = debianPostgis();
  if (!version) {
    line(`  PostGIS: ${WITHOUT}`);
    return null;
  }
  const bin = `/usr/lib/postgresql/${version}/bin`;
  const database = await startThrowaway({ initdb: `${bin}/initdb`, postgres: `${bin}/postgres`, major: version });
  try {
    const client = await open(database, ground);
    await client.query(`CREATE EXTENSION postgis; ALTER TABLE cell ADD COLUMN geom geometry; ALTER TABLE spot ADD COLUMN geom geometry;
      UPDATE cell SET geom = shape::path::geometry; UPDATE cell SET geom = ST_MakePolygon(ST_AddPoint(geom, ST_StartPoint(geom))) WHERE NOT ST_IsClosed(geom);
      UPDATE cell SET geom = ST_MakePolygon(geom) WHERE GeometryType(geom) = 'LINESTRING'; UPDATE spot SET geom = at::geometry;
      CREATE INDEX cell_geom ON cell USING gist (geom); ANALYZE`);
    const { ms, answers } = await ask(client, 'ST_Intersects(c.geom, p.geom)');
    await client.end();
    line(`  PostGIS: ${own.length} points in ${Math.round(ms)} ms`);
    return { ms, differ: compare(answers, own) };
  } finally {
    database.stop();
  }
}

const WITHOUT = "Debian's package is not on this machine; not measured";

function debianPostgis(): string | null {
  const root = '/usr/share/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  const has = (version: string): boolean =>
    existsSync(`${root}/${version}/extension/postgis.control`) &&
    existsSync(`/usr/lib/postgresql/${version}/bin/initdb`);
  return versions.filter(has).sort((a, b) => Number(b) - Number(a))[0] ?? null;
}
