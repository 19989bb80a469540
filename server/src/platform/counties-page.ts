/** The address without a county: one page that leads to each county served here. No script, nothing to fetch: it stands in one answer. */
import { readFileSync } from 'node:fs';
import { switchedOn } from '@huying/domain/pack';
import type { CountyRuntime } from '../modules/county/runtime.ts';
import { type Language, say } from './words.ts';

const style = readFileSync(new URL('counties-page.css', import.meta.url), 'utf8');

/** The mark of the faces (faces/shared/ui/Mark.tsx), on dark ground. */
const MARK = `<svg width="34" height="34" viewBox="0 0 32 32" fill="none" aria-hidden="true">
<path d="M13.5 5.5C8 8 5 11.6 5 16s3 8 8.5 10.5" stroke="#ef8a5a" stroke-width="4.2" stroke-linecap="round"/>
<path d="M18.5 5.5C24 8 27 11.6 27 16s-3 8-8.5 10.5" stroke="#fff" stroke-width="4.2" stroke-linecap="round"/>
<circle cx="16" cy="16" r="2.3" fill="#fff"/></svg>`;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function card({ id, pack }: CountyRuntime, language: Language): string {
  const word = (words: { zh: string; en: string }) => escaped(language === 'en' ? words.en : words.zh);
  const name = word(pack.name);
  // What is met first stands first: a county without a public page is met by the phone's page.
  const ways = [
    ...(switchedOn(pack, 'publicPage') ? [['public', `/${id}/`]] : []),
    ['pocket', `/${id}/pocket/`],
    ['console', `/${id}/console/`],
  ].map(([way, href]) => {
    const words = say(language, `counties.${way}`);
    return `<a href="${href}" aria-label="${name} ${words}">${words}</a>`;
  });
  return `<li data-county="${id}"><h2>${name}</h2><p class="loop">${word(pack.loop)}</p><p class="ways">${ways.join('')}</p></li>`;
}

/** @param language what the page is written in; the other one is offered in its own words */
export function countiesPage(counties: Iterable<CountyRuntime>, language: Language): string {
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  const all = [...counties];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#083d42">
<title>${say(language, 'counties.title')}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="bar">${MARK}<span>${say(language, 'counties.name')}</span><a href="/?lang=${other}" lang="${other}" hreflang="${other}">${say(other, 'counties.language')}</a></p>
<h1>${say(language, 'counties.choose')}</h1>
<p>${say(language, 'counties.what', { n: all.length })}</p>
</header>
<main>
<ul>
${all.map((county) => card(county, language)).join('\n')}
</ul>
</main>
<footer><p>${say(language, 'counties.apart')}</p></footer>
</body>
</html>
`;
}
