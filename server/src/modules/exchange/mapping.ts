/** Mapping files: which column of a workbook is what. JSON beside the county's pack, or a file of the operator's. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@huying/domain/kernel';
import Value from 'typebox/value';
import { packRoot } from '../county/index.ts';
import { defaultMapping, type ImportKind, kindOf, type MappingOf } from './kinds.ts';

export type * from './mapping-shapes.ts';

/** @throws Refusal `mapping_invalid` naming the first fault */
export function checkMapping<K extends ImportKind>(kind: K, value: unknown): MappingOf[K] {
  const schema = kindOf(kind).shape;
  if (!Value.Check(schema, value)) {
    const [first] = Value.Errors(schema, value);
    throw new Refusal('mapping_invalid', { at: first?.instancePath || '/', says: first?.message ?? '' });
  }
  return value as MappingOf[K];
}

async function readText(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return null;
}

/**
 * A mapping by its name (`counties/<county>/imports/<name>.json`, else `counties/_shared/imports/`), or, for operators on
 * the machine itself, by a path with `/` or `.json` in it.
 * @throws Refusal `mapping_unknown`, `mapping_invalid`
 */
export async function readMapping<K extends ImportKind>(
  county: string,
  kind: K,
  name: string = defaultMapping(kind),
  { paths = false } = {},
): Promise<MappingOf[K]> {
  const isPath = paths && /[/\\]|\.json$/.test(name);
  if (!isPath && !/^[a-z0-9-]{1,40}$/.test(name)) throw new Refusal('mapping_unknown', { name });
  const text = await readText(
    isPath
      ? [name]
      : ['_shared', county].reverse().map((folder) => join(packRoot(), folder, 'imports', `${name}.json`)),
  );
  if (text === null) throw new Refusal('mapping_unknown', { name });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal('mapping_invalid', { at: '/', says: (error as Error).message });
  }
  return checkMapping(kind, value);
}
