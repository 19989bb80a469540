/** The pure part of an ability's form: which fields apply, what is missing, what is sent. */
import type { FieldView, MatterView } from '../api/types.ts';

export type Values = Record<string, unknown>;

/** Mirrors the server: a field with `when` applies only where the other field has that value. */
export function applies(field: FieldView, values: Values): boolean {
  return !field.when || values[field.when.field] === field.when.is;
}

export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Required fields that are still empty, in the order shown. */
export function missing(fields: readonly FieldView[], values: Values): string[] {
  return fields
    .filter((field) => field.required && applies(field, values) && isEmpty(values[field.name]))
    .map((field) => field.name);
}

/** What is sent: only fields that apply and say something, texts trimmed. */
export function filled(fields: readonly FieldView[], values: Values): Values {
  const sent: Values = {};
  for (const field of fields) {
    const value = values[field.name];
    if (!applies(field, values) || isEmpty(value)) continue;
    sent[field.name] = typeof value === 'string' ? value.trim() : value;
  }
  return sent;
}

type Idish = { id?: unknown; no?: unknown };

function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(bare);
  const { id, no } = value as Idish;
  return id ?? no ?? value;
}

/** What stands in a form at first: what the server suggests, the matter's own item, the only thing there is to choose. */
export function initial(fields: readonly FieldView[], matter: MatterView | null): Values {
  const values: Values = {};
  for (const field of fields) {
    if (field.suggested !== undefined && field.suggested !== null) values[field.name] = bare(field.suggested);
    else if (field.kind === 'item' && matter?.item) values[field.name] = matter.item.id;
    else if (field.kind === 'condition' && matter?.condition) values[field.name] = matter.condition.id;
    else if (field.kind === 'choice' && field.options?.length === 1) values[field.name] = field.options[0];
    else if (field.kind === 'assignment' || field.kind === 'request') {
      const open = matter ? choosable(field.kind, matter) : [];
      if (open.length === 1) values[field.name] = open[0]?.no;
    }
  }
  return values;
}

/** The assignments to be ruled on, or the requests still open. */
export function choosable(kind: string, matter: MatterView): { no: number }[] {
  return kind === 'request'
    ? matter.requests.filter((one) => one.state === 'open')
    : matter.assignments.filter((one) => one.state === 'refused');
}

/** The name a suggested value carries, so that it can be shown before anything is asked for. */
export function suggestedNames(field: FieldView): Map<string, string> {
  const names = new Map<string, string>();
  for (const one of [field.suggested].flat()) {
    const { id, name } = (one ?? {}) as { id?: unknown; name?: unknown };
    if (typeof id === 'string' && typeof name === 'string') names.set(id, name);
  }
  return names;
}
