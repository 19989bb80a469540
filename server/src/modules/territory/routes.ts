/** The territory as people walk it: the tree, outlines for the map, and which place a point lies in. */
import { pathRange, Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import { sql } from '../../platform/db.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { ancestors, type CountyRuntime, type PlaceRow } from '../county/runtime.ts';

type Row = {
  id: string;
  parent: string | null;
  kind: string;
  subkind: string | null;
  code: string;
  name: string;
  path: string;
  gridded: boolean;
  children: number;
};

const COLUMNS = sql`p.place_id AS id, p.parent_id AS parent, p.kind, p.subkind, p.code, p.name, p.path, p.gridded,
  (SELECT count(*)::int FROM place c WHERE c.county_id = p.county_id AND c.parent_id = p.place_id AND c.to_day IS NULL) AS children`;

const present = ({ path: _path, ...row }: Row) => row;

const named = (place: PlaceRow) => ({ id: place.id, name: place.name });

function inMemory(county: CountyRuntime, id: string): PlaceRow {
  const place = county.places.get(id);
  if (!place) throw new Refusal('not_found');
  return place;
}

async function onePlace(services: Services, county: CountyRuntime, id: string): Promise<Row> {
  const row = await services.db.row<Row>(
    sql`SELECT ${COLUMNS} FROM place p WHERE p.county_id = ${county.id} AND p.place_id = ${id}`,
  );
  if (!row) throw new Refusal('not_found');
  return row;
}

const MOST = 500;

export function registerTerritory({ route }: Ground, services: Services): void {
  const { db } = services;

  route<unknown, { parent?: string; q?: string }>(
    {
      method: 'GET',
      path: '/places',
      may: 'public',
      summary: 'Places below one, or found by name or code; the county itself without either',
      query: Type.Object({
        parent: Type.Optional(Type.String({ maxLength: 64 })),
        q: Type.Optional(Type.String({ maxLength: 40 })),
      }),
    },
    async ({ county, query }) => {
      if (query.q) {
        const q = query.q.trim();
        const found = [...county.places.values()]
          .filter((place) => place.name.includes(q) || place.code.startsWith(q))
          .slice(0, 30);
        return {
          rows: found.map((place) => ({ ...place, children: 0, path: ancestors(county, place).map(named).reverse() })),
        };
      }
      const where = query.parent ? sql`p.parent_id = ${query.parent}` : sql`p.parent_id IS NULL`;
      const rows = await db.rows<Row>(sql`
        SELECT ${COLUMNS} FROM place p WHERE p.county_id = ${county.id} AND ${where} AND p.to_day IS NULL
        ORDER BY p.code, p.place_id LIMIT ${MOST}`);
      return { rows: rows.map(present) };
    },
  );

  route<unknown, { lon: number; lat: number }>(
    {
      method: 'GET',
      path: '/places/at',
      may: 'public',
      summary: 'The place a point lies in: its grid, else its community',
      query: Type.Object({
        lon: Type.Number({ minimum: -180, maximum: 180 }),
        lat: Type.Number({ minimum: -90, maximum: 90 }),
      }),
    },
    async ({ county, query }) => {
      const id = county.placeIndex.at(query.lon, query.lat);
      if (!id) throw new Refusal('point_outside');
      const place = inMemory(county, id);
      return {
        place: { ...named(place), kind: place.kind },
        path: ancestors(county, place).map(named).reverse(),
        gridded: place.kind === 'grid',
      };
    },
  );

  route<unknown, unknown, { id: string }>(
    {
      method: 'GET',
      path: '/places/:id',
      may: 'territory.read',
      summary: 'One place: where it belongs and what is in it',
    },
    async ({ county, params }) => {
      const place = await onePlace(services, county, params.id);
      const { lo, hi } = pathRange(place.path);
      const figures = await db.rows<{ kind: string; n: number }>(sql`
        SELECT kind, count(*)::int AS n FROM place
        WHERE county_id = ${county.id} AND path > ${lo} AND path < ${hi} AND to_day IS NULL GROUP BY kind`);
      const ids = place.path.split('.').slice(0, -1);
      const line = await db.rows<{ id: string; name: string; kind: string }>(sql`
        SELECT place_id AS id, name, kind FROM place WHERE county_id = ${county.id} AND place_id = ANY(${ids}) ORDER BY path`);
      return {
        place: present(place),
        path: line,
        figures: Object.fromEntries(figures.map((row) => [row.kind, row.n])),
      };
    },
  );

  route<unknown, { depth?: number }, { id: string }>(
    {
      method: 'GET',
      path: '/places/:id/shapes',
      may: 'public',
      switch: 'map',
      summary: 'Outlines of a place and of those below it, as GeoJSON',
      query: Type.Object({ depth: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })) }),
    },
    async ({ county, params, query, reply }) => {
      const place = inMemory(county, params.id);
      const { lo, hi } = pathRange(place.path);
      const depth = place.path.split('.').length + (query.depth ?? 1);
      const rows = await db.rows<{
        id: string;
        kind: string;
        subkind: string | null;
        name: string;
        shape: unknown;
      }>(sql`
        SELECT p.place_id AS id, p.kind, p.subkind, p.name, s.shape
        FROM place p JOIN place_shape s ON s.county_id = ${county.id} AND s.place_id = p.place_id
        WHERE p.county_id = ${county.id} AND p.path >= ${lo} AND p.path < ${hi} AND p.to_day IS NULL
          AND cardinality(string_to_array(p.path, '.')) <= ${depth}
        ORDER BY p.path LIMIT 3000`);
      reply.header('cache-control', 'public, max-age=300');
      return {
        type: 'FeatureCollection',
        synthetic: county.pack.synthetic,
        features: rows.map(({ shape, ...row }) => ({ type: 'Feature', id: row.id, properties: row, geometry: shape })),
      };
    },
  );

  route<unknown, { q?: string; kind?: string }>(
    {
      method: 'GET',
      path: '/units',
      may: 'signed',
      summary: 'Units by name or kind',
      query: Type.Object({
        q: Type.Optional(Type.String({ maxLength: 40 })),
        kind: Type.Optional(Type.String({ maxLength: 32 })),
      }),
    },
    async ({ county, query }) => {
      const rows = [...county.units.values()].filter(
        (unit) => (!query.kind || unit.kind === query.kind) && (!query.q || unit.name.includes(query.q.trim())),
      );
      return {
        rows: rows.slice(0, MOST).map((unit) => ({
          ...unit,
          jurisdiction: {
            id: unit.jurisdiction,
            name: county.places.get(unit.jurisdiction)?.name ?? unit.jurisdiction,
          },
        })),
      };
    },
  );
}
