/** The address without a county: a plain page that leads to each county served here. No script, no style, nothing to fetch. */
import { switchedOn } from '@huying/domain/pack';
import type { CountyRuntime } from '../modules/county/runtime.ts';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

export function countiesPage(counties: Iterable<CountyRuntime>): string {
  const rows = [...counties].map(({ id, pack }) => {
    const publicPage = switchedOn(pack, 'publicPage') ? `<a href="/${id}/">公众页 Public page</a> · ` : '';
    return `<li><h2>${escaped(pack.name.zh)} <small lang="en">${escaped(pack.name.en)}</small></h2>
<p>${publicPage}<a href="/${id}/pocket/">手机页 Phone</a> · <a href="/${id}/console/">工作台 Console</a></p></li>`;
  });
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>呼应 Huying</title>
</head>
<body>
<main>
<h1>呼应 Huying</h1>
<ul>
${rows.join('\n')}
</ul>
</main>
</body>
</html>
`;
}
