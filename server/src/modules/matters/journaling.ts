/**
 * From a decision to what is kept: free texts go to their own rows and only a keyed hash of them into the event,
 * positions stay out, pictures are references.
 */
import type { Field, Input } from '@huying/domain/kernel';
import type { Clock, Matter, MatterEvent } from '@huying/domain/matter';
import type { By, JournalEvent } from '../../platform/journal.ts';
import { vouch } from '../../platform/journal.ts';
import type { FileRow, TextRow } from './repository.ts';

const TEXT_KINDS = new Set(['text', 'longtext']);
/** Kept out of events: they may tell where a person lives. */
const PLACE_KINDS = new Set(['point']);

export type Kept = { events: JournalEvent[]; texts: TextRow[]; files: FileRow[] };

function clockNotes(before: Matter | null, next: Matter) {
  const notes: Record<string, unknown>[] = [];
  for (const clock of next.clocks) {
    const old = before?.clocks.find((one) => one.no === clock.no);
    if (old && JSON.stringify(old) === JSON.stringify(clock)) continue;
    notes.push(clockNote(clock));
  }
  return notes;
}

function clockNote(clock: Clock) {
  return {
    no: clock.no,
    kind: clock.kind,
    ...(clock.assignment === null ? {} : { assignment: clock.assignment }),
    rule: clock.rule,
    calendar: clock.calendarVersion,
    due: clock.dueAt,
    card: clock.card,
    stopped: clock.stoppedAt,
    verdict: clock.verdict,
  };
}

function stageOf(kind: string): string {
  if (kind === 'matter.submit') return 'before';
  return kind === 'assignment.conclude' || kind === 'matter.settle' ? 'after' : 'during';
}

/**
 * @param seq number of the subject's last event so far; the first event here gets the next.
 * @param textsSoFar how many texts the matter has already: numbering goes on from there.
 */
export function keep(
  county: string,
  given: {
    before: Matter | null;
    next: Matter;
    events: MatterEvent[];
    fields: readonly Field[];
    by: By;
    now: number;
    seq: number;
    textsSoFar: number;
    secret: Buffer;
    more?: Record<string, unknown>;
  },
): Kept {
  const { before, next, events, fields, by, now, seq, secret } = given;
  const texts: TextRow[] = [];
  const files: FileRow[] = [];
  const kept = events.map((event, index): JournalEvent => {
    const first = index === 0;
    const input: Input = {};
    const vouched: { no: number; field: string; mac: string }[] = [];
    for (const [name, value] of Object.entries(event.input)) {
      const kind = fields.find((field) => field.name === name)?.kind;
      if (kind && PLACE_KINDS.has(kind)) continue;
      if (kind && TEXT_KINDS.has(kind)) {
        const no = given.textsSoFar + texts.length + 1;
        texts.push({ county_id: county, matter_id: next.id, text_no: no, kind: name, body: value as string });
        vouched.push({ no, field: name, mac: vouch(secret, value as string) });
      } else input[name] = value;
    }
    for (const file of (event.input.pictures as string[] | undefined) ?? []) {
      files.push({
        county_id: county,
        matter_id: next.id,
        file_id: file,
        seq: seq + index + 1,
        stage: stageOf(event.kind),
      });
    }
    return {
      kind: event.kind,
      at: now,
      by: first ? by : { person: null, post: null },
      from: event.from,
      to: event.to,
      ...(event.assignment === undefined ? {} : { assignment: event.assignment }),
      ...(Object.keys(input).length > 0 ? { input } : {}),
      ...(vouched.length > 0 ? { texts: vouched } : {}),
      // An item is named by the version it was chosen from, whatever the list says later.
      ...(typeof input.item === 'string' && next.item
        ? { list: { id: next.item.list, version: next.item.version } }
        : {}),
      ...(index === events.length - 1 ? { holder: next.holder?.id ?? null, clocks: clockNotes(before, next) } : {}),
      ...(first ? given.more : {}),
    };
  });
  return { events: kept, texts, files };
}
