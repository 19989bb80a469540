/** The inventory of devices: what hangs or stands where, and whether it works. */
export { kindsOf, pointFault } from './check.ts';
export { changeDevice, type DeviceBody } from './commands/change-device.ts';
export { countDevicesAt, moveDevices } from './commands/follow-places.ts';
export { type DeviceToTake, type TakeDevices, takeDevices } from './commands/take-devices.ts';
export { installDevices } from './demo.ts';
export { exportDevices } from './export.ts';
export { deviceFigures } from './figures.ts';
export { registerDevices } from './routes.ts';
