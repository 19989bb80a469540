import type { Field } from './lifecycle.ts';
import { type FieldRefusal, refuseFields } from './refusal.ts';

export type Input = Record<string, unknown>;

const LONGEST = 2000;
const PICTURES = 9;

function applies(field: Field, input: Input): boolean {
  return !field.when || input[field.when.field] === field.when.is;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 64;
}

function isIdList(value: unknown, most: number): boolean {
  return Array.isArray(value) && value.length <= most && value.every(isId) && new Set(value).size === value.length;
}

function isPoint(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lon, lat] = value as unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function isLimit(value: unknown): boolean {
  const limit = value as { n?: unknown; unit?: unknown } | null;
  return (
    typeof limit === 'object' &&
    limit !== null &&
    Number.isInteger(limit.n) &&
    (limit.n as number) > 0 &&
    (limit.n as number) <= 1000 &&
    ['minute', 'hour', 'working_hour', 'working_day', 'calendar_day'].includes(limit.unit as string)
  );
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function fits(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'text':
    case 'longtext':
      return typeof value === 'string' && value.length <= (field.maxLength ?? LONGEST);
    case 'choice':
      return typeof value === 'string' && (field.options ?? []).includes(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'units':
      return isIdList(value, 20);
    case 'pictures':
      return isIdList(value, PICTURES);
    case 'point':
      return isPoint(value);
    case 'limit':
      return isLimit(value);
    case 'day':
      return isDay(value);
    case 'assignment':
    case 'request':
      return Number.isInteger(value) && (value as number) > 0;
    default:
      return isId(value);
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/**
 * The input an edge may use: only its own fields, only those that apply, texts trimmed.
 * @throws Refusal `invalid_fields` with every faulty field at once: `field_required`, `field_invalid`, `field_unknown`.
 */
export function readFields(fields: readonly Field[], input: Input): Input {
  const refused: FieldRefusal[] = [];
  const read: Input = {};
  for (const field of fields) {
    const value = input[field.name];
    if (!applies(field, input)) continue;
    if (isEmpty(value) || (Array.isArray(value) && value.length === 0)) {
      if (field.required) refused.push({ path: field.name, code: 'field_required' });
    } else if (!fits(field, value)) {
      refused.push({ path: field.name, code: 'field_invalid', params: { kind: field.kind, options: field.options } });
    } else {
      read[field.name] = typeof value === 'string' ? value.trim() : value;
    }
  }
  for (const name of Object.keys(input)) {
    if (!fields.some((field) => field.name === name)) refused.push({ path: name, code: 'field_unknown' });
  }
  refuseFields(refused);
  return read;
}
