/**
 * A refusal is the domain's way to say no: a stable code for programs, values for the sentence people read
 * (the sentence itself stands in the message catalogue as `error.<code>`), and, where it concerns input, the fields.
 */
export type FieldRefusal = { path: string; code: string; params?: Record<string, unknown> };

export class Refusal extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly fields: FieldRefusal[];

  constructor(code: string, params: Record<string, unknown> = {}, fields: FieldRefusal[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.params = params;
    this.fields = fields;
  }
}

/** Throws `invalid_fields` when any field was refused. */
export function refuseFields(fields: FieldRefusal[]): void {
  if (fields.length > 0) throw new Refusal('invalid_fields', {}, fields);
}
