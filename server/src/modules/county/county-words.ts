/** The county's words over the program's: what it calls its levels and posts, then whatever its pack says itself. */
import type { CountyRuntime } from './runtime.ts';

/** By message key, for one locale. A pack needs to name a level or a post once, where it describes it. */
export function wordsOf(
  county: Pick<CountyRuntime, 'pack' | 'postKinds' | 'words'>,
  locale: 'zh-CN' | 'en',
): Record<string, string> {
  const language = locale === 'en' ? 'en' : 'zh';
  const levels = county.pack.levels.map(({ kind, word }) => [`place.${kind}`, word[language]]);
  const posts = [...county.postKinds.values()].map(({ kind, word }) => [`post.${kind}`, word[language]]);
  return { ...Object.fromEntries([...levels, ...posts]), ...county.words[locale] };
}
