/** The message catalogue of words/<language>/<room>.json, one for server and faces. */
import { readdirSync, readFileSync } from 'node:fs';

export type Language = 'zh-CN' | 'en';
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

const root = new URL('../../../words/', import.meta.url);

function load(language: Language): Record<string, string> {
  const folder = new URL(`${language}/`, root);
  const all: Record<string, string> = {};
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.json')) Object.assign(all, JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  }
  return all;
}

let catalogue: Record<Language, Record<string, string>> | null = null;

/** The whole catalogue of a language, key to sentence. */
export function wordsOf(language: Language): Readonly<Record<string, string>> {
  catalogue ??= { 'zh-CN': load('zh-CN'), en: load('en') };
  return catalogue[language];
}

export function say(language: Language, key: string, params: Record<string, unknown> = {}): string {
  const text = wordsOf(language)[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}

export function sayError(language: Language, code: string, params: Record<string, unknown> = {}): string {
  return say(language, `error.${code}`, params);
}

/** The first language of an Accept-Language header that we speak; Chinese otherwise. */
export function languageOf(header: string | undefined): Language {
  for (const part of (header ?? '').split(',')) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh-CN';
}
