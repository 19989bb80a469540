/**
 * The XML that office programs write: elements, attributes and text. Names come without their prefix. No DTD, no entities
 * but the five and the numeric ones, so nothing can be made to grow.
 */
import { Refusal } from '@huying/domain/kernel';

export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Record<string, string>; empty: boolean }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string };

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const ATTRIBUTE = /([^\s=]+)\s*=\s*("([^"]*)"|'([^']*)')/g;

function broken(): Refusal {
  return new Refusal('workbook_broken');
}

export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (_, name: string) => {
    if (!name.startsWith('#')) {
      const known = NAMED[name];
      if (known === undefined) throw broken();
      return known;
    }
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, , double, single] of text.matchAll(ATTRIBUTE)) {
    attributes[local(name as string)] = unescapeXml(double ?? single ?? '');
  }
  return attributes;
}

/** Walks the text once. @throws Refusal `workbook_broken` for what is not well formed as far as it matters here. */
export function* readXml(text: string): Generator<XmlEvent> {
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    if (next < 0) {
      if (text.slice(at).trim() !== '') throw broken();
      break;
    }
    if (next > at && open.length > 0) yield { kind: 'text', text: unescapeXml(text.slice(at, next)) };
    if (text.startsWith('<!--', next)) {
      const end = text.indexOf('-->', next);
      if (end < 0) throw broken();
      at = end + 3;
      continue;
    }
    if (text.startsWith('<![CDATA[', next)) {
      const end = text.indexOf(']]>', next);
      if (end < 0) throw broken();
      yield { kind: 'text', text: text.slice(next + 9, end) };
      at = end + 3;
      continue;
    }
    const end = text.indexOf('>', next);
    if (end < 0 || text[next + 1] === '!') throw broken();
    at = end + 1;
    if (text[next + 1] === '?') continue;
    if (text[next + 1] === '/') {
      const name = local(text.slice(next + 2, end).trim());
      if (open.pop() !== name) throw broken();
      yield { kind: 'close', name };
      continue;
    }
    const empty = text[end - 1] === '/';
    const inner = text.slice(next + 1, empty ? end - 1 : end);
    const space = inner.search(/\s/);
    const name = local(space < 0 ? inner : inner.slice(0, space));
    if (name === '') throw broken();
    yield { kind: 'open', name, attributes: space < 0 ? {} : attributesOf(inner.slice(space)), empty };
    if (empty) yield { kind: 'close', name };
    else open.push(name);
  }
  if (open.length > 0) throw broken();
}
