/** A county from its pack into the database: the county's own parts, then what each room makes of its demo. */
export { type Installed, type InstallOptions, installCounty } from './install-county.ts';
