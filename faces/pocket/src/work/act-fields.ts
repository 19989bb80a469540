/** Which fields of an act are asked, which are missing, what is sent. Pure. */
import type { FieldView } from '../../../shared/api/types.ts';

export type Values = Record<string, unknown>;

/** A field that depends on another is asked where that one says so. */
export function isShown(field: FieldView, values: Values): boolean {
  return !field.when || values[field.when.field] === field.when.is;
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** Names of required fields that are asked and not filled, in their order. Pictures are counted by the caller. */
export function missing(fields: FieldView[], values: Values): string[] {
  return fields
    .filter(
      (field) =>
        field.required && field.kind !== 'pictures' && isShown(field, values) && isBlank(plain(values[field.name])),
    )
    .map((field) => field.name);
}

/** Chosen things are kept with their names for the page; the server gets their ids. */
function plain(value: unknown): unknown {
  if (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'id' in one)) {
    return value.map((one) => (one as { id: string }).id);
  }
  if (typeof value === 'object' && value !== null && 'id' in value) return (value as { id: unknown }).id;
  return typeof value === 'string' ? value.trim() : value;
}

export function cleaned(fields: FieldView[], values: Values): Record<string, unknown> {
  const filled = fields.filter((field) => field.kind !== 'pictures' && isShown(field, values));
  return Object.fromEntries(
    filled.map((field) => [field.name, plain(values[field.name])] as const).filter(([, value]) => !isBlank(value)),
  );
}
