/**
 * The message catalogue in the browser. A face names its rooms (`words/<lang>/<room>.json`) once at its start; after that
 * `t('verb.accept')` answers in the language chosen. The county's own words (`GET /county` -> words) win over ours.
 */
import { useSyncExternalStore } from 'react';

export type Lang = 'zh-CN' | 'en';
export type Words = Record<string, string>;
export type Params = Record<string, string | number | null | undefined>;
export type WordsLoader = Record<Lang, () => Promise<Words[]>>;

const STORED = 'huying.lang';
const LANGS: readonly Lang[] = ['zh-CN', 'en'];

let lang: Lang = 'zh-CN';
let own: Record<Lang, Words> = { 'zh-CN': {}, en: {} };
let countyWords: Partial<Record<Lang, Words>> = {};
let loader: WordsLoader | null = null;
let version = 0;
const listeners = new Set<() => void>();

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}

function stored(): Lang {
  try {
    const value = localStorage.getItem(STORED) as Lang | null;
    return value && LANGS.includes(value) ? value : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

/** Loads the face's rooms in the language last chosen on this device. Call before the first render. */
export async function startWords(loaders: WordsLoader): Promise<void> {
  loader = loaders;
  await setLang(stored(), false);
}

/** Changes the language of the page and remembers it. */
export async function setLang(next: Lang, remember = true): Promise<void> {
  if (loader && Object.keys(own[next]).length === 0) {
    own = { ...own, [next]: Object.assign({}, ...(await loader[next]())) as Words };
  }
  lang = next;
  if (remember) {
    try {
      localStorage.setItem(STORED, next);
    } catch {
      // A browser that forbids storage still shows the language, for this visit.
    }
  }
  if (typeof document !== 'undefined') document.documentElement.lang = next;
  changed();
}

export function getLang(): Lang {
  return lang;
}

/** The county's words win over the catalogue. */
export function setCountyWords(words: Partial<Record<Lang, Words>>): void {
  countyWords = words;
  changed();
}

/** For tests and for faces without a loader. */
export function putWords(which: Lang, words: Words): void {
  own = { ...own, [which]: { ...own[which], ...words } };
  changed();
}

/** What the county is called as a kind of place: 县, 区 or 市, in the words of its pack. */
function levelWord(): string {
  const word = countyWords[lang]?.['place.county'] ?? own[lang]['place.county'] ?? '';
  return lang === 'en' ? word.toLowerCase() : word;
}

/** `{level}` needs no parameter: no sentence of the catalogue says 县 to a district or a city. */
function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name] ?? (name === 'level' ? levelWord() : undefined);
    return value === undefined || value === null ? whole : String(value);
  });
}

/** True where the catalogue or the county has words for the key. */
export function hasWords(key: string): boolean {
  return countyWords[lang]?.[key] !== undefined || own[lang][key] !== undefined;
}

/** The words of a key with `{name}` filled in; a key without words shows itself, so that it is found and mended. */
export function t(key: string, params?: Params): string {
  return fill(countyWords[lang]?.[key] ?? own[lang][key] ?? key, params);
}

/** All keys that begin so, for lists made from the catalogue. */
export function keysUnder(prefix: string): string[] {
  return Object.keys({ ...own[lang], ...countyWords[lang] }).filter((key) => key.startsWith(prefix));
}

/** The words of the first key that has any, else `otherwise`. */
export function tOr(keys: string[], otherwise: string, params?: Params): string {
  const key = keys.find(hasWords);
  return key ? t(key, params) : otherwise;
}

/** A name kept in both languages, in the one shown. */
export function both(name: { zh: string; en: string } | null | undefined): string {
  if (!name) return '';
  return lang === 'en' ? name.en || name.zh : name.zh;
}

/** Re-renders the component when the language or the county's words change. Put one at the root; memoised rows need their own. */
export function useLang(): Lang {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  return lang;
}
