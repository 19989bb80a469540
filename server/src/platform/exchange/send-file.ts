/** Files on their way to people: what they are, what they are called, and that nobody on the way keeps them. */
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { CountyRuntime } from '../../modules/county/runtime.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
  pdf: 'application/pdf',
} as const;

export type FileKind = keyof typeof TYPES;

export const XLSX = TYPES.xlsx;
export const GEOJSON = TYPES.geojson;

/** The name of a list taken out today, by the county's own calendar: the list, the county, the day. */
export function datedName(stem: string, county: Pick<CountyRuntime, 'id' | 'pack'>, now: number): string {
  const day = new Date(now + county.pack.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
  return `${stem}-${county.id}-${day}`;
}

/** @param name without the ending; letters of ASCII, as headers want them */
export function fileHeaders(name: string, kind: FileKind, { inline = false } = {}): Record<string, string> {
  return {
    'content-type': TYPES[kind],
    'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${name}.${kind}"`,
    'cache-control': 'no-store',
  };
}

export function sendFile(
  reply: FastifyReply,
  name: string,
  kind: FileKind,
  body: Buffer | string | Readable,
  options: { inline?: boolean } = {},
): void {
  reply.headers(fileHeaders(name, kind, options)).send(body);
}
