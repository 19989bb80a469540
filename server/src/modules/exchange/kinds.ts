/** What can be brought in as a file: one row for each kind, and who may bring it. */
import type { Permission } from '@huying/domain/pack';
import { type Switch, switchedOn } from '@huying/domain/pack';
import type { Static, TSchema } from 'typebox';
import { type Actor, permits } from '../../access/actor.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import {
  DeviceMapping,
  FacilityMapping,
  GradeMapping,
  ItemMapping,
  MatterMapping,
  MemberMapping,
  PlaceMapping,
  ReportingMapping,
  ShapeMapping,
  TermMapping,
} from './mapping-shapes.ts';

type Kind = {
  shape: TSchema;
  /** The mapping that is meant when none is named, where it is not called like the kind. */
  mapping?: string;
  /** All of it is needed; the first is the one the journal names the post by. People are kept by other hands than the ground they stand on. */
  may: readonly [Permission, ...Permission[]];
  /** Comes with a room that a county may have switched off. */
  switch?: Switch;
  /** Coordinates, in which a known mistake can be put right. */
  ground?: boolean;
  /** The file to fill in. */
  template?: 'xlsx' | 'geojson';
};

const KINDS = {
  matters: { shape: MatterMapping, mapping: 'messages', may: ['import.run'] },
  items: { shape: ItemMapping, mapping: 'city-catalogue', may: ['import.run'] },
  places: { shape: PlaceMapping, may: ['import.run', 'territory.edit'], ground: true, template: 'xlsx' },
  shapes: { shape: ShapeMapping, may: ['import.run', 'territory.edit'], ground: true, template: 'geojson' },
  facilities: { shape: FacilityMapping, may: ['import.run'] },
  devices: { shape: DeviceMapping, may: ['import.run'], switch: 'devices' },
  terms: { shape: TermMapping, may: ['people.edit'], template: 'xlsx' },
  members: { shape: MemberMapping, may: ['party.edit'], switch: 'party', template: 'xlsx' },
  reporting: { shape: ReportingMapping, may: ['party.edit'], switch: 'reportingIn' },
  grades: { shape: GradeMapping, may: ['grades.edit'], switch: 'grades', template: 'xlsx' },
} as const satisfies Record<string, Kind>;

export type ImportKind = keyof typeof KINDS;
export type MappingOf = { [K in ImportKind]: Static<(typeof KINDS)[K]['shape']> };

export const IMPORT_KINDS = Object.keys(KINDS) as ImportKind[];

/** The row of a kind. */
export const kindOf = (kind: ImportKind): Kind => KINDS[kind];

/** The mapping that is meant when none is named. */
export const defaultMapping = (kind: ImportKind): string => kindOf(kind).mapping ?? kind;

export const mayImport = (actor: Actor, kind: ImportKind): boolean =>
  kindOf(kind).may.every((permission) => permits(actor, permission));

/** What this person may bring in here, in the order in which it is offered. */
export const importsFor = (county: CountyRuntime, actor: Actor): ImportKind[] =>
  IMPORT_KINDS.filter((kind) => {
    const { switch: room } = kindOf(kind);
    return (!room || switchedOn(county.pack, room)) && mayImport(actor, kind);
  });
