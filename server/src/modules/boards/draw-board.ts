/**
 * Draws a building's board (A4, to hang in the entrance) and its card (90 by 54 mm, ten on a sheet, one for each household):
 * who answers here, what for, when, and a code that opens the contact page. Millimetres are turned into points here only.
 */
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import type { BoardFonts } from './fonts.ts';

export type BoardPerson = { name: string; phone: string | null };
export type BoardPost = {
  word: string;
  at: string;
  duty: string;
  hours: string;
  people: BoardPerson[];
  /** Nobody holds it, or who does does not act for the time being. */
  vacant: boolean;
};
export type Board = {
  county: string;
  /** The county's own name of the matter loop. */
  loop: string;
  /** Community and grid the building lies in. */
  within: string;
  name: string;
  /** The building and its stairways first, then what is above. */
  near: BoardPost[];
  above: BoardPost[];
  link: string;
};
/** What is printed besides, in the reader's language. */
export type BoardWords = Record<
  'title' | 'vacant' | 'scan' | 'report' | 'cut' | 'printed' | 'synthetic' | 'near' | 'above' | 'urgent' | 'more',
  string
>;
export type BoardFormat = 'board' | 'card';

const MM = 72 / 25.4;
const INK = '#1d2a30';
const SOFT = '#5c6b72';
const LINE = '#d5dcdf';
const TEAL = '#0e5a66';
const PALE = '#eef5f5';

type Doc = InstanceType<typeof PDFDocument>;

/** An empty document with both weights of the face that Chinese is set in; only the characters used are embedded. */
export function newSheets(fonts: BoardFonts, title: string): Doc {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    lang: 'zh-CN',
    info: { Title: title, Creator: 'Huying 呼应' },
  });
  doc.registerFont('plain', fonts.regular);
  doc.registerFont('strong', fonts.bold);
  return doc;
}

export async function drawBoard(doc: Doc, board: Board, words: BoardWords, format: BoardFormat): Promise<void> {
  const code = QRCode.create(board.link, { errorCorrectionLevel: 'M' });
  doc.addPage({ size: 'A4', margin: 0 });
  if (format === 'board') drawA4(doc, board, words, code);
  else drawCards(doc, board, words, code);
}

type Code = ReturnType<typeof QRCode.create>;

/** As squares, not as a picture: it prints sharp at any size. */
function drawCode(doc: Doc, { modules }: Code, x: number, y: number, side: number): void {
  const cell = side / modules.size;
  doc.fillColor('#000');
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      // A hair more than the cell: no white lines between neighbours.
      if (modules.get(row, column)) doc.rect(x + column * cell, y + row * cell, cell + 0.15, cell + 0.15);
    }
  }
  doc.fill();
}

type Face = {
  size: number;
  font?: 'plain' | 'strong';
  color?: string;
  /** At most so many lines. */
  lines?: number;
  align?: 'left' | 'center' | 'right';
};

function high(doc: Doc, text: string, width: number, { size, font = 'plain', lines = 1 }: Face): number {
  doc.font(font).fontSize(size);
  const line = doc.heightOfString('国', { width, lineGap: 1 });
  return Math.min(doc.heightOfString(text, { width, lineGap: 1 }), line * lines);
}

/** Text that never runs out of its box: cut with an ellipsis. @returns its height */
function put(doc: Doc, text: string, x: number, y: number, width: number, face: Face): number {
  const height = high(doc, text, width, face);
  const { color = INK, align = 'left' } = face;
  doc.fillColor(color).text(text, x, y, { width, height: height + 0.5, ellipsis: '…', align, lineGap: 1 });
  return height;
}

/** The largest size at which the text stands on one line of the width. */
function fitting(doc: Doc, text: string, width: number, most: number, least: number): number {
  let size = most;
  while (size > least && doc.font('strong').fontSize(size).widthOfString(text) > width) size -= 0.5;
  return size;
}

function peopleOf({ people, vacant }: BoardPost, words: BoardWords): string {
  if (vacant) return words.vacant;
  return people.map(({ name, phone }) => (phone ? `${name} ${phone}` : name)).join('、');
}

function drawA4(doc: Doc, board: Board, words: BoardWords, code: Code): void {
  const width = 210 * MM;
  const edge = 15 * MM;
  const inner = width - 2 * edge;
  doc.rect(0, 0, width, 52 * MM).fill(TEAL);
  put(doc, `${board.county} · ${board.loop}`, edge, 10 * MM, inner, { size: 12, color: '#d6e8ea' });
  const size = fitting(doc, board.name, inner, 34, 18);
  put(doc, board.name, edge, 17 * MM, inner, { size, font: 'strong', color: '#fff' });
  put(doc, `${words.title}　${board.within}`, edge, 38 * MM, inner, { size: 13, color: '#d6e8ea' });
  const top = 59 * MM;
  const floor = 234 * MM;
  // Where everything does not fit, the rows above the building lose their duties first.
  const duties = drawRows(doc, board, words, { x: edge, y: top, width: inner, floor: Infinity, dry: true }) < floor;
  drawRows(doc, board, words, { x: edge, y: top, width: inner, floor, duties });
  drawFoot(doc, board, words, code, { edge, inner });
}

type Room = { x: number; y: number; width: number; floor: number; duties?: boolean; dry?: boolean };

/** All rows with their headings, as far as the floor. @returns where they end */
function drawRows(doc: Doc, board: Board, words: BoardWords, room: Room): number {
  const { x, width, floor, duties = true, dry = false } = room;
  let { y } = room;
  for (const [title, posts, duty] of [
    [words.near, board.near, true],
    [words.above, board.above, duties],
  ] as const) {
    if (posts.length === 0) continue;
    if (!dry && y < floor) put(doc, title, x, y, width, { size: 12, font: 'strong', color: TEAL });
    y += 7 * MM;
    for (const post of posts) {
      const height = rowHeight(doc, post, words, { width, duty });
      if (y + height > floor) {
        put(doc, words.more, x, y, width, { size: 9, color: SOFT });
        return y;
      }
      if (!dry) drawRow(doc, post, words, { x, y, width, duty });
      y += height;
    }
    y += 4 * MM;
  }
  return y;
}

const LEFT = 52 * MM;
const GAP = 3 * MM;

function toldOf(post: BoardPost, duty: boolean): string {
  return [post.hours, duty ? post.duty : ''].filter(Boolean).join('　');
}

function rowHeight(
  doc: Doc,
  post: BoardPost,
  words: BoardWords,
  { width, duty }: { width: number; duty: boolean },
): number {
  const right = width - LEFT - GAP;
  const told = toldOf(post, duty);
  const names =
    high(doc, post.word, LEFT, { size: 12.5, font: 'strong', lines: 2 }) + high(doc, post.at, LEFT, { size: 9 });
  const people = high(doc, peopleOf(post, words), right, { size: 13.5, font: 'strong', lines: 2 });
  const more = told ? high(doc, told, right, { size: 9, lines: 2 }) + 1 : 0;
  return Math.max(names, people + more) + 2.6 * MM;
}

function drawRow(
  doc: Doc,
  post: BoardPost,
  words: BoardWords,
  { x, y, width, duty }: { x: number; y: number; width: number; duty: boolean },
): void {
  const right = width - LEFT - GAP;
  const word = put(doc, post.word, x, y, LEFT, { size: 12.5, font: 'strong', lines: 2 });
  put(doc, post.at, x, y + word, LEFT, { size: 9, color: SOFT });
  const color = post.vacant ? SOFT : INK;
  const name = put(doc, peopleOf(post, words), x + LEFT + GAP, y, right, {
    size: 13.5,
    font: 'strong',
    color,
    lines: 2,
  });
  const told = toldOf(post, duty);
  if (told) put(doc, told, x + LEFT + GAP, y + name + 1, right, { size: 9, color: SOFT, lines: 2 });
  const bottom = y + rowHeight(doc, post, words, { width, duty }) - 1.2 * MM;
  doc
    .moveTo(x, bottom)
    .lineTo(x + width, bottom)
    .lineWidth(0.5)
    .stroke(LINE);
}

function drawFoot(
  doc: Doc,
  board: Board,
  words: BoardWords,
  code: Code,
  { edge, inner }: { edge: number; inner: number },
): void {
  const y = 243 * MM;
  const side = 36 * MM;
  doc.rect(0, y - 3 * MM, 210 * MM, 57 * MM).fill(PALE);
  drawCode(doc, code, edge, y + 1 * MM, side);
  const x = edge + side + 8 * MM;
  const width = inner - side - 8 * MM;
  put(doc, words.scan, x, y + 3 * MM, width, { size: 18, font: 'strong', color: TEAL });
  put(doc, words.report, x, y + 13 * MM, width, { size: 11, lines: 2 });
  put(doc, words.urgent, x, y + 24 * MM, width, { size: 11, font: 'strong', lines: 1 });
  put(doc, board.link, x, y + 32 * MM, width, { size: 8.5, color: SOFT, lines: 2 });
  put(doc, [words.printed, words.synthetic].filter(Boolean).join('　'), edge, y + 43 * MM, inner, {
    size: 8.5,
    color: SOFT,
  });
}

const CARD = { width: 90 * MM, height: 54 * MM, columns: 2, rows: 5 };

function drawCards(doc: Doc, board: Board, words: BoardWords, code: Code): void {
  const left = (210 * MM - CARD.columns * CARD.width) / 2;
  const top = (297 * MM - CARD.rows * CARD.height) / 2;
  for (let row = 0; row < CARD.rows; row += 1) {
    for (let column = 0; column < CARD.columns; column += 1) {
      drawCard(doc, board, words, code, left + column * CARD.width, top + row * CARD.height);
    }
  }
  put(doc, words.cut, left, top - 7 * MM, CARD.columns * CARD.width, { size: 8, color: SOFT });
}

function drawCard(doc: Doc, board: Board, words: BoardWords, code: Code, x: number, y: number): void {
  const { width, height } = CARD;
  const pad = 4 * MM;
  const side = 24 * MM;
  doc.rect(x, y, width, height).lineWidth(0.4).dash(2, { space: 2 }).stroke(LINE).undash();
  doc.rect(x, y, width, 12 * MM).fill(TEAL);
  const size = fitting(doc, board.name, width - 2 * pad, 13, 8);
  put(doc, board.name, x + pad, y + 1.6 * MM, width - 2 * pad, { size, font: 'strong', color: '#fff' });
  put(doc, board.within, x + pad, y + 7.6 * MM, width - 2 * pad, { size: 7, color: '#d6e8ea' });
  const text = width - 2 * pad - side - 2 * MM;
  let line = y + 14.5 * MM;
  for (const post of [...board.near, ...board.above].slice(0, 5)) {
    const word = board.near.indexOf(post) > 0 ? `${post.at} ${post.word}` : post.word;
    put(doc, word, x + pad, line, text * 0.5, { size: 7.5, color: SOFT });
    put(doc, peopleOf(post, words), x + pad + text * 0.52, line, text * 0.48, {
      size: 8.5,
      font: 'strong',
      color: post.vacant ? SOFT : INK,
    });
    line += 5.6 * MM;
  }
  drawCode(doc, code, x + width - pad - side, y + 15 * MM, side);
  put(doc, words.scan, x + width - pad - side - 4 * MM, y + 40 * MM, side + 8 * MM, {
    size: 7,
    color: TEAL,
    align: 'center',
  });
  put(doc, words.urgent, x + pad, y + height - 7 * MM, text + side, { size: 7, color: SOFT });
}
