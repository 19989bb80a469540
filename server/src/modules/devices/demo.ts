/** Devices of a demo county: as many of each kind as the pack says, at made-up spots. */
import { type DemoDevices, type Pack, type PlaceNode, placesOf, shareOut } from '@huying/domain/pack';
import { boxOf, pointInShape, type Shape } from '@huying/domain/territory';
import type { Tx } from '../../platform/db.ts';
import { idAt, type Random, randomOf } from '../demo/index.ts';
import { type Device, insertDevices } from './device.ts';

const MAKERS = ['演示甲电子', '演示乙智能', '演示丙安防'];
const SPOTS = ['东门', '西门', '南侧路口', '北侧路口', '中心广场', '停车场', '主楼大厅', '沿街'];

/** One in so many does not work, so that the inventory has something to look after. */
const FAULTY_SHARE = 0.03;
const STOPPED_SHARE = 0.01;

export async function installDevices(
  tx: Tx,
  pack: Pack,
  nodes: readonly PlaceNode[],
  { fromDay, now }: { fromDay: string; now: number },
): Promise<void> {
  if (!pack.devices) return;
  const shapes = new Map(pack.shapes.features.map(({ id, geometry }) => [id, geometry as Shape]));
  const county = pack.county.id;
  const random = randomOf(`${county}/devices`);
  const devices = pack.devices.demo.flatMap((line) => devicesOf(line, nodes, shapes, random, fromDay));
  await insertDevices(
    tx,
    county,
    devices.map((device) => ({ ...device, id: idAt(county, device.serial, now) })),
    { by: { person: null, post: null }, now },
  );
}

function devicesOf(
  { kind, total, at }: DemoDevices,
  nodes: readonly PlaceNode[],
  shapes: ReadonlyMap<string, Shape>,
  random: Random,
  since: string,
): Device[] {
  const places = 'place' in at ? nodes.filter(({ id }) => id === at.place) : placesOf(at, nodes);
  const parts = shareOut(
    total,
    places.map(() => 1),
  );
  let no = 0;
  return places.flatMap(({ id }, i) =>
    Array.from({ length: parts[i] ?? 0 }, (): Device => {
      no += 1;
      const luck = random.next();
      return {
        kind,
        place: id,
        maker: random.pick(MAKERS),
        serial: `DEMO-${kind.toUpperCase().replaceAll('_', '-')}-${String(no).padStart(5, '0')}`,
        spot: `演示·${random.pick(SPOTS)}`,
        point: pointWithin(shapes.get(id), random),
        state: luck < FAULTY_SHARE ? 'faulty' : luck < FAULTY_SHARE + STOPPED_SHARE ? 'stopped' : 'working',
        since,
      };
    }),
  );
}

const TRIES = 60;

/** A point in the shape: the first of some tries in its box that falls into it. Null without a shape. */
function pointWithin(shape: Shape | undefined, random: Random): [number, number] | null {
  if (!shape) return null;
  const [west, south, east, north] = boxOf(shape);
  for (let i = 0; i < TRIES; i += 1) {
    const [x, y] = [random.between(west, east), random.between(south, north)].map((n) => Number(n.toFixed(6))) as [
      number,
      number,
    ];
    if (pointInShape(x, y, shape)) return [x, y];
  }
  return null;
}
