/** One place becomes several, by outlines that together cover what it covered. */
import { childPath, type FieldRefusal, Refusal } from '@huying/domain/kernel';
import { joined, shared, without } from '@huying/domain/places';
import { areaOf, holding, type Shape } from '@huying/domain/territory';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../../../platform/db.ts';
import type { Services } from '../../../platform/services.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { putLastDay, requireEndable } from '../ending.ts';
import { type Ordered, order, put, type TerritoryCall } from '../order.ts';
import {
  childrenOf,
  insertPlaces,
  lockPlaces,
  type NewPlace,
  newPlaceId,
  type Place,
  shapesOf,
  writeShape,
} from '../places.ts';
import {
  checkName,
  checkShape,
  checkSubkind,
  codeFor,
  editorOf,
  effectiveDay,
  refuseAt,
  requireVersion,
} from '../rules.ts';
import type { SplitBody } from '../schema.ts';
import { spotsOf } from '../spots.ts';

/** Share of the old area that may be left out or covered twice: slivers are the coverage check's. */
const SLACK = 0.01;

/**
 * @throws Refusal `invalid_fields` (shape_needed, split_gap, split_overlap, split_below_open and those of the fields), and as
 *   `requireEndable`
 */
export function splitPlace(services: Services, call: TerritoryCall, id: string, body: SplitBody): Promise<Ordered> {
  const { county, actor, now } = call;
  return order(services, call, `places/${id}/split`, body, async (tx) => {
    const [place] = (await lockPlaces(tx, county.id, [id])) as [Place];
    const by = editorOf(actor, [place.path]);
    requireVersion(place, body.version);
    const from = effectiveDay(county, now, body.from);
    await requireEndable(tx, county.id, [place], from);
    if (body.heir !== undefined && body.heir >= body.parts.length) refuseAt('heir', 'field_invalid');
    const [parent] = (await lockPlaces(tx, county.id, [place.parent as string])) as [Place];
    const shapes = await partShapes(tx, county, place, body);
    const change = uuidv7();
    const parts = await newParts(tx, county, place, parent, body, from);
    const below = await shareOut(tx, county, place, body, parts, shapes, from);
    await insertPlaces(tx, county, parts, { by, now, change });
    for (const [index, shape] of shapes.entries()) {
      if (shape) await writeShape(tx, county.id, (parts[index] as NewPlace).id, shape);
    }
    const heirs = parts.map((part) => part.id);
    await putLastDay(tx, county.id, [place], { change, kind: 'split', from, heirs, by, now });
    const heir = body.heir === undefined ? null : (heirs[body.heir] ?? null);
    return put(tx, services, call, { id: change, kind: 'split', places: [id], heirs, from, body: { heir, below }, by });
  });
}

/** The outlines of the parts, held against the old one; none where the old place has none. */
async function partShapes(tx: Tx, county: CountyRuntime, place: Place, body: SplitBody): Promise<(Shape | null)[]> {
  const old = (await shapesOf(tx, county.id, [place.id])).get(place.id) ?? null;
  const shapes = body.parts.map((part, index) => {
    if (part.shape) return checkShape(part.shape, old, null, `parts.${index}.shape`);
    if (old) refuseAt(`parts.${index}.shape`, 'shape_needed');
    return null;
  });
  if (!old) return shapes;
  const drawn = shapes as Shape[];
  const whole = areaOf(old);
  for (const [index, shape] of drawn.entries()) {
    const others = drawn.slice(0, index);
    const twice = others.length > 0 ? shared(shape, joined(others) as Shape) : null;
    if (twice && areaOf(twice) > whole * SLACK) {
      refuseAt(`parts.${index}.shape`, 'split_overlap', { m2: Math.round(areaOf(twice)) });
    }
  }
  const rest = without(old, drawn);
  if (rest && areaOf(rest) > whole * SLACK) refuseAt('parts', 'split_gap', { m2: Math.round(areaOf(rest)) });
  return shapes;
}

async function newParts(
  tx: Tx,
  county: CountyRuntime,
  place: Place,
  parent: Place,
  body: SplitBody,
  from: string,
): Promise<NewPlace[]> {
  const { kind, gridded } = place;
  const parts: NewPlace[] = [];
  for (const [index, part] of body.parts.entries()) {
    const field = `parts.${index}.code`;
    const also = parts.map((one) => one.code).filter(Boolean);
    const name = checkName(part.name, `parts.${index}.name`);
    if (parts.some((one) => one.name === name)) refuseAt(`parts.${index}.name`, 'name_twice');
    const code = await codeFor(tx, county, { kind, parent, code: part.code, day: from, own: place.id, also, field });
    const subkind = checkSubkind(
      kind,
      part.subkind === undefined ? place.subkind : part.subkind,
      `parts.${index}.subkind`,
    );
    const id = newPlaceId();
    parts.push({ id, parent: parent.id, kind, subkind, code, name, path: childPath(parent.path, id), gridded, from });
  }
  return parts;
}

/** Which part each place below goes to: as the order says, else by where it lies. */
async function shareOut(
  tx: Tx,
  county: CountyRuntime,
  place: Place,
  body: SplitBody,
  parts: readonly NewPlace[],
  shapes: readonly (Shape | null)[],
  from: string,
): Promise<Record<string, string>> {
  const children = await childrenOf(tx, county.id, [place.id], from);
  const known = new Set(children.map((child) => child.id));
  const below: Record<string, string> = {};
  const wrong: FieldRefusal[] = [];
  for (const [index, part] of body.parts.entries()) {
    for (const child of part.below ?? []) {
      if (!known.has(child)) wrong.push({ path: `parts.${index}.below`, code: 'place_unknown' });
      else if (below[child]) wrong.push({ path: `parts.${index}.below`, code: 'below_twice' });
      else below[child] = (parts[index] as NewPlace).id;
    }
  }
  const spots = await spotsOf(tx, county.id, children, from);
  const open = children.filter((child) => {
    if (below[child.id]) return false;
    const index = holding(spots.get(child.id) ?? [], shapes);
    if (index >= 0) below[child.id] = (parts[index] as NewPlace).id;
    return index < 0;
  });
  if (open.length > 0)
    wrong.push({ path: 'parts', code: 'split_below_open', params: { n: open.length, name: open[0]?.name } });
  if (wrong.length > 0) throw new Refusal('invalid_fields', {}, wrong);
  return below;
}
