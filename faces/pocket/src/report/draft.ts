/**
 * The report being written, kept on the phone at every change: cheap phones end the page while the camera is open.
 * Pictures are kept as bytes.
 */
import { useEffect, useRef, useState } from 'react';
import type { LonLat, Named } from '../../../shared/api/types.ts';
import { forget, keep, kept } from '../store/kept.ts';

export type Draft = {
  words: string;
  pictures: Blob[];
  /** How the place was said: by the phone, by hand on the map, by choosing, or not yet. */
  point: LonLat | null;
  place: Named | null;
  address: string;
  item: Named | null;
  anonymous: boolean;
};

export const EMPTY: Draft = {
  words: '',
  pictures: [],
  point: null,
  place: null,
  address: '',
  item: null,
  anonymous: false,
};

type StoredDraft = Omit<Draft, 'pictures'> & { pictures: { type: string; bytes: ArrayBuffer }[] };

export async function saveDraft(draft: Draft): Promise<void> {
  const pictures = await Promise.all(
    draft.pictures.map(async (one) => ({ type: one.type, bytes: await one.arrayBuffer() })),
  );
  await keep('draft', { ...draft, pictures } satisfies StoredDraft);
}

async function readDraft(): Promise<Draft> {
  const found = await kept<StoredDraft>('draft');
  if (!found) return EMPTY;
  return { ...EMPTY, ...found, pictures: found.pictures.map(({ type, bytes }) => new Blob([bytes], { type })) };
}

export function isEmpty(draft: Draft): boolean {
  return draft.words.trim() === '' && draft.pictures.length === 0;
}

export type DraftInHand = {
  /** Null until the kept draft was read. */
  draft: Draft | null;
  change: (part: Partial<Draft>) => void;
  /** Empty again, also on the phone. */
  done: () => Promise<void>;
};

export function useDraft(): DraftInHand {
  const [draft, setDraft] = useState<Draft | null>(null);
  const finished = useRef(false);
  useEffect(() => {
    readDraft().then(setDraft, () => setDraft(EMPTY));
  }, []);
  useEffect(() => {
    if (!draft || finished.current) return;
    const timer = setTimeout(() => void saveDraft(draft).catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, [draft]);
  return {
    draft,
    change: (part) => setDraft((old) => old && { ...old, ...part }),
    async done() {
      finished.current = true;
      await forget('draft');
    },
  };
}
