import type { DemoDevices } from './devices.ts';
import { once, type PackFault, reporter } from './fault.ts';
import type { Pack } from './pack.ts';
import type { PlaceNode } from './territory.ts';

/** Demo devices are of kinds and at places that exist. */
export function checkDevices({ devices, territory }: Pack, faults: PackFault[]): void {
  if (!devices) return;
  const report = reporter('devices.json', faults);
  once(
    report,
    devices.kinds.map(({ kind }, i) => ({ path: `kinds[${i}].kind`, value: kind })),
  );
  const kinds = new Set(devices.kinds.map(({ kind }) => kind));
  devices.demo.forEach(({ kind, total, at }, i) => {
    if (!kinds.has(kind))
      report(`demo[${i}].kind`, 'unknown_device', `没有设备类别“${kind}”`, `no kind of device "${kind}"`);
    if ('place' in at) {
      if (!territory.nodes.some(({ id }) => id === at.place))
        report(`demo[${i}].at.place`, 'unknown_place', `没有地方“${at.place}”`, `no place "${at.place}"`);
    } else if (total > 0 && !territory.nodes.some((node) => isAmong(node, at)))
      report(`demo[${i}].at`, 'nowhere', '没有可以安装的地方', 'there is nowhere to put them');
  });
}

/** Whether a demo line puts devices at the place: one of its level and kind, right below the named one. */
export function isAmong(node: PlaceNode, at: DemoDevices['at']): boolean {
  if ('place' in at) return node.id === at.place;
  return (
    node.kind === at.places &&
    (at.subkind === undefined || node.subkind === at.subkind) &&
    (at.within === undefined || node.parent === at.within)
  );
}
