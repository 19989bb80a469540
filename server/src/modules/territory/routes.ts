/** The territory as people walk it: the tree, outlines for the map, and which place a point lies in. */
import { pathRange, Refusal } from '@huying/domain/kernel';
import { areaOf, type Shape } from '@huying/domain/territory';
import Type from 'typebox';
import { permits } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import type { Ground } from '../../platform/http.ts';
import { inForce } from '../../platform/in-force.ts';
import type { Services } from '../../platform/services.ts';
import { ancestors, type CountyRuntime, dayOf, type PlaceRow } from '../county/runtime.ts';
import { abilitiesOf, mayEdit } from './abilities.ts';
import { changesOf } from './change.ts';
import { registerChanges } from './change-routes.ts';
import { registerLocate } from './locate-routes.ts';
import { childrenOf, readPlace, shapesOf } from './places.ts';
import { presentChanges } from './present.ts';

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

const columns = (
  day: string,
) => sql`p.place_id AS id, p.parent_id AS parent, p.kind, p.subkind, p.code, p.name, p.path, p.gridded,
  (SELECT count(*)::int FROM place c WHERE c.county_id = p.county_id AND c.parent_id = p.place_id AND ${inForce('c', day)}) AS children`;

const present = ({ path: _path, ...row }: Row) => row;

const named = (place: PlaceRow) => ({ id: place.id, name: place.name });

function inMemory(county: CountyRuntime, id: string): PlaceRow {
  const place = county.places.get(id);
  if (!place) throw new Refusal('not_found');
  return place;
}

async function onePlace(services: Services, county: CountyRuntime, id: string, day: string): Promise<Row> {
  const row = await services.db.row<Row>(
    sql`SELECT ${columns(day)} FROM place p WHERE p.county_id = ${county.id} AND p.place_id = ${id}`,
  );
  if (!row) throw new Refusal('not_found');
  return row;
}

const MOST = 500;
const POINTS = 3000;

export function registerTerritory(ground: Ground, services: Services): void {
  const { route } = ground;
  const { db } = services;
  registerChanges(ground, services);
  registerLocate(ground);

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
    async ({ county, actor, now, query }) => {
      if (query.q) {
        const q = query.q.trim();
        const found = [...county.places.values()]
          .filter((place) => place.name.includes(q) || place.code.startsWith(q))
          .slice(0, 30);
        return {
          rows: found.map((place) => ({ ...place, children: 0, path: ancestors(county, place).map(named).reverse() })),
        };
      }
      // Which dwellings there are is for those who work with them.
      const seen = permits(actor, 'territory.read') ? sql`TRUE` : sql`p.kind <> 'household'`;
      const where = query.parent ? sql`p.parent_id = ${query.parent}` : sql`p.parent_id IS NULL`;
      const rows = await db.rows<Row>(sql`
        SELECT ${columns(dayOf(county, now))} FROM place p
        WHERE p.county_id = ${county.id} AND ${where} AND ${inForce('p', dayOf(county, now))} AND ${seen}
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
    async ({ county, actor, now, params }) => {
      const day = dayOf(county, now);
      const place = await onePlace(services, county, params.id, day);
      const { lo, hi } = pathRange(place.path);
      const figures = await db.rows<{ kind: string; n: number }>(sql`
        SELECT p.kind, count(*)::int AS n FROM place p
        WHERE p.county_id = ${county.id} AND p.path > ${lo} AND p.path < ${hi} AND ${inForce('p', day)} GROUP BY p.kind`);
      const ids = place.path.split('.').slice(0, -1);
      const line = await db.rows<{ id: string; name: string; kind: string }>(sql`
        SELECT place_id AS id, name, kind FROM place WHERE county_id = ${county.id} AND place_id = ANY(${ids}) ORDER BY path`);
      const full = await readPlace(db, county.id, place.id);
      if (!full) throw new Refusal('not_found');
      const shape = (await shapesOf(db, county.id, [place.id])).get(place.id);
      const changes = await changesOf(db, county.id, place.id);
      const told = changes.filter((change) => change.state === 'planned' || change.id === full.endedBy);
      return {
        place: present(place),
        version: full.head.seq,
        from: full.from,
        to: full.to,
        point: full.point,
        inForce: full.from <= day && (full.to === null || full.to >= day),
        /** m² of its outline. */
        area: shape ? Math.round(areaOf(shape as Shape)) : null,
        path: line,
        figures: Object.fromEntries(figures.map((row) => [row.kind, row.n])),
        // Planned, and the one that ended it.
        changes: await presentChanges(db, county, told, mayEdit(actor, place.path)),
        // Places below that are made already and come into force later.
        coming: (await childrenOf(db, county.id, [place.id], day))
          .filter((child) => child.from > day)
          .map(({ id, name, from }) => ({ id, name, from })),
        abilities: await abilitiesOf(db, county, actor, full, day),
      };
    },
  );

  route<unknown, { depth?: number; kind?: string }, { id: string }>(
    {
      method: 'GET',
      path: '/places/:id/shapes',
      may: 'public',
      switch: 'map',
      summary: 'Outlines of a place and of those below it, as GeoJSON',
      query: Type.Object({
        depth: Type.Optional(Type.Integer({ minimum: 0, maximum: 3, description: 'levels below; 1 without a kind' })),
        kind: Type.Optional(
          Type.String({ maxLength: 32, description: 'only places of this level, however many levels lie between' }),
        ),
      }),
    },
    async ({ county, params, query, reply }) => {
      const place = await onePlace(services, county, params.id, county.day);
      const { lo, hi } = pathRange(place.path);
      const { kind, depth = kind === undefined ? 1 : null } = query;
      const deepest = depth === null ? null : place.path.split('.').length + depth;
      // A place that ended, or is yet to come, shows its outline by itself.
      const shown = sql`(${inForce('p', county.day)} OR p.place_id = ${place.id})`;
      const rows = await db.rows<{
        id: string;
        kind: string;
        subkind: string | null;
        name: string;
        shape: unknown;
      }>(sql`
        SELECT p.place_id AS id, p.kind, p.subkind, p.name, s.shape
        FROM place p JOIN place_shape s ON s.county_id = ${county.id} AND s.place_id = p.place_id
        WHERE p.county_id = ${county.id} AND p.path >= ${lo} AND p.path < ${hi} AND ${shown}
          AND (${deepest}::int IS NULL OR cardinality(string_to_array(p.path, '.')) <= ${deepest})
          AND (${kind ?? null}::text IS NULL OR p.kind = ${kind ?? null})
        ORDER BY p.path LIMIT 3000`);
      reply.header('cache-control', 'no-cache');
      return {
        type: 'FeatureCollection',
        synthetic: county.pack.synthetic,
        features: rows.map(({ shape, ...row }) => ({ type: 'Feature', id: row.id, properties: row, geometry: shape })),
      };
    },
  );

  route<unknown, unknown, { id: string }>(
    {
      method: 'GET',
      path: '/places/:id/points',
      may: 'territory.read',
      switch: 'map',
      summary: 'Points of a place and of those below it',
    },
    async ({ county, params }) => {
      const place = await onePlace(services, county, params.id, county.day);
      const { lo, hi } = pathRange(place.path);
      const rows = await db.rows<{ id: string; kind: string; name: string; lon: number; lat: number }>(sql`
        SELECT p.place_id AS id, p.kind, p.name, p.lon, p.lat FROM place p
        WHERE p.county_id = ${county.id} AND p.path >= ${lo} AND p.path < ${hi} AND p.lon IS NOT NULL
          AND (${inForce('p', county.day)} OR p.place_id = ${place.id})
        ORDER BY p.path LIMIT ${POINTS + 1}`);
      return {
        synthetic: county.pack.synthetic,
        points: rows.slice(0, POINTS).map(({ lon, lat, ...row }) => ({ ...row, point: [lon, lat] })),
        more: rows.length > POINTS,
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
