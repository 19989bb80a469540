/** From the draft to what is sent. Pure. */
import type { ReportTask } from '../queue/types.ts';
import type { Draft } from './draft.ts';

/** What is missing, as keys of words. */
export function wrongs(draft: Draft): { words?: string; place?: string } {
  return {
    ...(draft.words.trim() === '' ? { words: 'pocket.words.wanted' } : {}),
    ...(draft.point === null && draft.place === null ? { place: 'pocket.place.wanted' } : {}),
  };
}

/** A place chosen by name stands over the point; the point still says where in it, unless it was for another place. */
export function reportTask(draft: Draft): ReportTask {
  const address = draft.address.trim();
  return {
    kind: 'report',
    body: {
      words: draft.words.trim(),
      ...(draft.place ? { place: draft.place.id } : draft.point ? { point: draft.point } : {}),
      ...(address ? { address } : {}),
      ...(draft.item ? { item: draft.item.id } : {}),
      ...(draft.anonymous ? { anonymous: true } : {}),
    },
  };
}

/** The first words, for lists. */
export function titleOf(words: string): string {
  const line = words.trim().replace(/\s+/g, ' ');
  const letters = [...line];
  return letters.length > 30 ? `${letters.slice(0, 30).join('')}…` : line;
}
