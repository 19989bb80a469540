/** 长辈版: larger words, larger targets, fewer steps. Kept on the phone; the size goes from 20 px by steps to 30. */
import { useSyncExternalStore } from 'react';

const STORED = 'huying.elder';
/** 20, 22, 24, 27, 30 px of body text. */
export const SIZES = [1, 1.1, 1.2, 1.35, 1.5] as const;

/** Null: the ordinary face; else the index of the size. */
type Elder = number | null;
const listeners = new Set<() => void>();
let elder: Elder = read();
/** Whether the county offers it at all; what the phone keeps stays for a county that does. */
let offered = true;

const shown = (): Elder => (offered ? elder : null);

function read(): Elder {
  try {
    const value = localStorage.getItem(STORED);
    const size = value === null ? Number.NaN : Number(value);
    return Number.isInteger(size) && size >= 0 && size < SIZES.length ? size : null;
  } catch {
    return null;
  }
}

export function applyElder(): void {
  const root = document.documentElement;
  const size = shown();
  root.toggleAttribute('data-elder', size !== null);
  root.style.setProperty('--elder', String(size === null ? 1 : SIZES[size]));
}

export function offerElder(on: boolean): void {
  if (on === offered) return;
  offered = on;
  applyElder();
  for (const listener of listeners) listener();
}

export function setElder(next: Elder): void {
  elder = next === null ? null : Math.max(0, Math.min(SIZES.length - 1, next));
  try {
    if (elder === null) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, String(elder));
  } catch {
    // Without storage it lasts for this visit.
  }
  applyElder();
  for (const listener of listeners) listener();
}

export function useElder(): Elder {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, shown);
}
