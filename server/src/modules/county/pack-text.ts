/** The text of a pack's file beside its value: where in the file each thing stands. */
import { readFile } from 'node:fs/promises';
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';

/** Keys and indexes from the top of a file's value. */
export type Steps = readonly (string | number)[];

/** Why a file cannot be used as it stands. `line` is 0 where the file is not there. */
export type Unreadable = { line: number; zh: string; en: string };

export type PackText = {
  value: unknown;
  /** The line, from 1, of the value at `steps`, else of the nearest thing above it. `key`: of the name that leads to it. */
  lineAt(steps: Steps, key?: boolean): number;
  /** Whether there is a value at `steps`. */
  has(steps: Steps): boolean;
};

/** `levels[2].kind` as steps. Names with dots of their own (words) are found by trying the longest first. */
export function stepsOf(path: string): (string | number)[] {
  return path.split(/[.[\]]+/).flatMap((step) => (step === '' ? [] : [/^\d+$/.test(step) ? Number(step) : step]));
}

/** Steps as people read them: `levels[2].kind`. */
export function pathOf(steps: Steps): string {
  return steps.map((step, i) => (typeof step === 'number' ? `[${step}]` : i > 0 ? `.${step}` : step)).join('');
}

function lineAtOffset(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line += 1;
  return line;
}

/** The node at `steps`; where the way ends before, the last one found and how many steps led to it. */
function nearest(tree: Node, steps: Steps): { node: Node; found: number } {
  let node = tree;
  let found = 0;
  while (found < steps.length) {
    const next = longestStep(node, steps, found);
    if (!next) break;
    node = next.node;
    found += next.steps;
  }
  return { node, found };
}

/** A name may hold dots, which a path cannot tell from steps: the longest name that is there wins. */
function longestStep(node: Node, steps: Steps, from: number): { node: Node; steps: number } | null {
  for (let to = steps.length; to > from; to--) {
    const step = to === from + 1 ? (steps[from] as string | number) : steps.slice(from, to).join('.');
    const here = typeof step === 'number' && node.type === 'object' ? String(step) : step;
    const next = findNodeAtLocation(node, [here]);
    if (next) return { node: next, steps: to - from };
  }
  return null;
}

const TOLD: Record<string, [string, string]> = {
  CommaExpected: ['这里之前少一个逗号', 'a comma is missing before this'],
  ColonExpected: ['这里少一个冒号', 'a colon is missing here'],
  ValueExpected: ['这里少一个值，或前面多一个逗号', 'a value is missing here, or the comma before it is one too many'],
  PropertyNameExpected: [
    '这里应是带双引号的字段名，或前面多一个逗号',
    'a field name in double quotes belongs here, or the comma before it is one too many',
  ],
  CloseBraceExpected: ['少一个右花括号 }', 'a closing brace } is missing'],
  CloseBracketExpected: ['少一个右方括号 ]', 'a closing bracket ] is missing'],
  EndOfFileExpected: [
    '内容在这里之前已经结束，后面多出了文字',
    'the content ended before this; what follows is too much',
  ],
  UnexpectedEndOfString: ['文字缺少结尾的双引号', 'the closing double quote of a text is missing'],
  InvalidCommentToken: ['JSON 中不能写注释', 'JSON has no comments'],
  InvalidSymbol: [
    '不认识的写法（是否少了双引号，或用了中文标点？）',
    'not understood (is a double quote missing, or is a Chinese punctuation mark in its place?)',
  ],
};

/** The first thing wrong with a text that is no JSON. */
function brokenAt(text: string): Unreadable {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (!first) return { line: 1, zh: '不是有效的 JSON', en: 'is not JSON' };
  const [zh, en] = TOLD[printParseErrorCode(first.error)] ?? ['不是有效的 JSON', 'is not JSON'];
  const line = lineAtOffset(text, Math.min(first.offset, text.trimEnd().length));
  return { line, zh: `不是有效的 JSON：${zh}`, en: `is not JSON: ${en}` };
}

/** A name that stands twice in one object: JSON keeps the last and silently loses the other. */
function twice(text: string): Unreadable | null {
  const open: Set<string>[] = [];
  let found: Unreadable | null = null;
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, _offset, _length, startLine) => {
      const names = open.at(-1);
      if (names?.has(name) && !found)
        found = { line: startLine + 1, zh: `字段“${name}”写了两次`, en: `the field "${name}" stands twice` };
      names?.add(name);
    },
  });
  return found;
}

/** Bigger files are made by programs, which write no name twice; reading them again would slow every start. */
const WRITTEN_BY_HAND = 400_000;

/** Reads one JSON file of a pack, in UTF-8, with or without the mark some editors put before it. */
export async function readText(path: string): Promise<PackText | Unreadable> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return { line: 0, zh: '没有这个文件，或无法读取', en: 'is missing or cannot be read' };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { line: 0, zh: '不是 UTF-8 编码，请另存为 UTF-8', en: 'is not in UTF-8; save it as UTF-8' };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return brokenAt(text);
  }
  const repeated = text.length < WRITTEN_BY_HAND ? twice(text) : null;
  return repeated ?? withLines(text, value);
}

/** Reading a file for its lines takes longer than reading its value, so it is done when a line is first asked for. */
function withLines(text: string, value: unknown): PackText {
  let tree: Node | undefined;
  const treeOf = (): Node => {
    tree ??= parseTree(text);
    return tree as Node;
  };
  return {
    value,
    lineAt(steps, key = false) {
      const { node, found } = nearest(treeOf(), steps);
      const named = key && found === steps.length && node.parent?.type === 'property' ? node.parent : node;
      return lineAtOffset(text, named.offset);
    },
    has: (steps) => nearest(treeOf(), steps).found === steps.length,
  };
}
