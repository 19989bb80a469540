/** Each file of a pack against its part of counties/pack.schema.json. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type FaultWords, wordsOf } from './schema-words.ts';

/** A fault of shape: the steps to it, whether its name (not its value) is wrong, and words. */
export type ShapeFault = FaultWords & { steps: (string | number)[]; key: boolean };

const SCHEMA = fileURLToPath(new URL('../../../../counties/pack.schema.json', import.meta.url));

let compiled: Ajv2020 | null = null;

/** The schema's property `part` as a schema of its own; undefined where it knows no such part. */
function validatorOf(part: string): ValidateFunction | undefined {
  if (!compiled) {
    compiled = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: false, verbose: true });
    compiled.addSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')), 'pack');
  }
  return compiled.getSchema(`pack#/properties/${part}`);
}

/** Every fault of `value` as the part `part` of a pack. */
export function checkShape(part: string, value: unknown): ShapeFault[] {
  const validate = validatorOf(part);
  if (!validate || validate(value)) return [];
  return leading(validate.errors ?? []).map((error) => {
    const steps = stepsOfPointer(error.instancePath, value);
    const name = error.keyword === 'additionalProperties' ? error.params.additionalProperty : undefined;
    const named = error.keyword === 'propertyNames' ? error.params.propertyName : name;
    return {
      ...wordsOf(resolved(error)),
      steps: named === undefined ? steps : [...steps, String(named)],
      key: named !== undefined,
    };
  });
}

/** The forms that a value may have, with what they refer to in its place, so that each can be told by its fields. */
function resolved(error: ErrorObject): ErrorObject {
  if (error.keyword !== 'oneOf' && error.keyword !== 'anyOf') return error;
  const defs = (compiled?.getSchema('pack')?.schema as { $defs?: Record<string, object> } | undefined)?.$defs ?? {};
  const forms = error.schema as { $ref?: string }[];
  return { ...error, schema: forms.map((form) => defs[form.$ref?.replace('#/$defs/', '') ?? ''] ?? form) };
}

/** What follows from another fault is left out: how each of several forms fails, and why a field's name is not allowed. */
function leading(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  return errors.filter(
    (error) =>
      error.propertyName === undefined &&
      error.keyword !== 'if' &&
      !choices.some(
        (choice) =>
          choice !== error &&
          (error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`)),
      ),
  );
}

function stepsOfPointer(pointer: string, value: unknown): (string | number)[] {
  const steps: (string | number)[] = [];
  let here = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(here) ? Number(name) : name;
    steps.push(step);
    here = (here as Record<string | number, unknown>)[step];
  }
  return steps;
}
