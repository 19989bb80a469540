/** Imports and exports from the command line of the machine itself; figures are printed. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@huying/domain/kernel';
import { type Actor, PROGRAM } from '../../access/actor.ts';
import type { Services } from '../../platform/services.ts';
import { say, sayError } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/index.ts';
import { exportDevices } from '../devices/index.ts';
import { writeMatters } from '../matters/index.ts';
import type { Fix } from '../territory/index.ts';
import { exportFacilities } from './export-facilities.ts';
import { exportItems } from './export-items.ts';
import { exportPlaces, exportPlacesGeoJson } from './export-places.ts';
import { exportMembers, exportTerms } from './export-terms.ts';
import { gradeSheet } from './grade-sheet.ts';
import { IMPORT_KINDS, type ImportKind } from './kinds.ts';
import { readMapping } from './mapping.ts';
import { performImport, RESULT_JSON, RESULT_WORKBOOK } from './perform-import.ts';
import { exportReporting } from './reporting.ts';

const KINDS: readonly string[] = IMPORT_KINDS;
const FIXES: readonly string[] = ['swap', 'gcj02'] satisfies Fix[];

type Print = (line: string) => void;

/** Says a refusal in both languages instead of throwing it. @returns false after a refusal */
async function told(print: Print, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    print(`${sayError('zh-CN', error.code, error.params)} · ${sayError('en', error.code, error.params)}`);
    return false;
  }
}

/**
 * `huying import <matters|items|places|shapes|devices|facilities|terms|members|reporting|grades> <file>`: prints the figures and where each row's result lies.
 * @param mapping a name of the pack's or the path of a file; the default of the kind where none is given
 * @param fix places, shapes: a mistake in the coordinates that is put right, `swap` or `gcj02`
 * @returns false when the file or its mapping was refused
 */
export function runImport(
  services: Services,
  county: CountyRuntime,
  kind: string,
  file: string,
  mapping?: string,
  print: Print = console.log,
  fix?: string,
): Promise<boolean> {
  return told(print, async () => {
    if (fix !== undefined && !FIXES.includes(fix)) throw new Refusal('fix_unknown', { fix, fixes: FIXES.join(', ') });
    if (!KINDS.includes(kind)) throw new Refusal('exchange_kind_unknown', { kind, kinds: KINDS.join(', ') });
    const what = kind as ImportKind;
    const report = await performImport(services, county, what, await readFile(file), {
      id: randomUUID(),
      mapping: await readMapping(county.id, what, mapping, { paths: true }),
      actor: PROGRAM,
      now: services.clock(),
      fix: (fix as Fix | undefined) ?? null,
    });
    for (const [name, n] of Object.entries(report.figures)) {
      print(
        `${String(n).padStart(7)}  ${say('zh-CN', `import.figure.${name}`)} · ${say('en', `import.figure.${name}`)}`,
      );
    }
    const reasons = Map.groupBy(
      report.rows.filter((row) => row.reason),
      (row) => row.reason as string,
    );
    for (const [reason, rows] of reasons) {
      const { params } = rows[0] as (typeof rows)[number];
      print(`         ${rows.length} × ${sayError('zh-CN', reason, params)} · ${sayError('en', reason, params)}`);
    }
    if (report.list) print(`${report.list.id} v${report.list.version}`);
    print(join(report.folder, RESULT_WORKBOOK));
    print(join(report.folder, RESULT_JSON));
  });
}

/** Reads all of the county, as whoever stands at the machine may. */
function reader(county: CountyRuntime): Actor {
  const post = { id: 'operator', kind: 'operator', placeId: county.root.id, path: county.root.path, unitId: null };
  return {
    kind: 'program',
    person: null,
    posts: [{ ...post, permissions: new Set(['matter.read', 'devices.read', 'people.read', 'party.read']) }],
    follows: null,
  };
}

/**
 * `huying export <items|places|matters|devices|facilities|terms|members|reporting|grades> <file>`; places to `.geojson` with their outlines.
 * @returns false when there is nothing of that kind
 */
export function runExport(
  services: Services,
  county: CountyRuntime,
  kind: string,
  file: string,
  print: Print = console.log,
): Promise<boolean> {
  const { db } = services;
  return told(print, async () => {
    if (kind === 'items') await writeFile(file, await exportItems(db, county));
    else if (kind === 'facilities') await writeFile(file, await exportFacilities(db, county, services.clock()));
    else if (kind === 'places') {
      await writeFile(
        file,
        /\.(geo)?json$/i.test(file) ? await exportPlacesGeoJson(db, county) : await exportPlaces(db, county, 'zh-CN'),
      );
    } else if (kind === 'matters') {
      const call = { county, actor: reader(county), now: services.clock(), language: 'zh-CN' as const, query: {} };
      print(String(await writeMatters(services, call, createWriteStream(file, { mode: 0o600 }))));
    } else if (kind === 'devices') {
      await writeFile(file, await exportDevices(db, county, reader(county), {}, 'zh-CN'));
    } else if (kind === 'terms') {
      await writeFile(file, await exportTerms(db, county, reader(county), {}), { mode: 0o600 });
    } else if (kind === 'members') {
      const book = await exportMembers(db, county, reader(county), services.clock(), null);
      await writeFile(file, book, { mode: 0o600 });
    } else if (kind === 'grades') {
      const at = { now: services.clock(), language: 'zh-CN' as const };
      await writeFile(file, await gradeSheet(db, county, PROGRAM, {}, at), { mode: 0o600 });
    } else if (kind === 'reporting') {
      await writeFile(file, await exportReporting(db, county, reader(county), {}, services.clock()));
    } else
      throw new Refusal('exchange_kind_unknown', {
        kind,
        kinds: 'items, places, matters, devices, facilities, terms, members, reporting, grades',
      });
    print(file);
  });
}
