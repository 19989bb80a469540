import { once, type PackFault, reporter } from './fault.ts';
import type { Pack } from './pack.ts';
import { placesOf } from './place-set.ts';

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
    } else if (total > 0 && placesOf(at, territory.nodes).length === 0)
      report(`demo[${i}].at`, 'nowhere', '没有可以安装的地方', 'there is nowhere to put them');
  });
}
