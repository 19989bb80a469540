/** The pins of the map, drawn here: each card has a shape of its own beside its colour. */
import type { PinKind } from '../api/types.ts';

const SIZE = 22;
const RATIO = 2;

function path(c: CanvasRenderingContext2D, kind: PinKind): void {
  const m = SIZE / 2;
  c.beginPath();
  if (kind === 'yellow') {
    c.moveTo(m, 2.5);
    c.lineTo(SIZE - 2.5, SIZE - 4);
    c.lineTo(2.5, SIZE - 4);
    c.closePath();
  } else if (kind === 'red') {
    c.moveTo(m, 2);
    c.lineTo(SIZE - 2, m);
    c.lineTo(m, SIZE - 2);
    c.lineTo(2, m);
    c.closePath();
  } else if (kind === 'site') {
    // A star: where something is not yet.
    for (let i = 0; i < 10; i++) {
      const [turn, far] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 === 0 ? 9.5 : 4.5];
      c.lineTo(m + far * Math.cos(turn), m + far * Math.sin(turn));
    }
    c.closePath();
  } else {
    c.arc(m, m, kind === 'none' || kind === 'closed' ? 6.5 : 4.5, 0, Math.PI * 2);
  }
}

const COLOURS: Record<PinKind, string> = {
  none: '#0f5c63',
  yellow: '#dc9204',
  red: '#c4302a',
  done: '#8b9896',
  closed: '#ffffff',
  station: '#082f33',
  site: '#5b2a86',
};

export function drawPin(kind: PinKind): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE * RATIO;
  canvas.height = SIZE * RATIO;
  const c = canvas.getContext('2d') as CanvasRenderingContext2D;
  c.scale(RATIO, RATIO);
  c.lineJoin = 'round';
  path(c, kind);
  c.fillStyle = COLOURS[kind];
  c.strokeStyle = kind === 'closed' ? COLOURS.none : '#ffffff';
  c.lineWidth = 2;
  c.fill();
  c.stroke();
  return c.getImageData(0, 0, canvas.width, canvas.height);
}

export function pinOf(state: string | undefined, card: string | undefined): PinKind {
  if (state === 'closed' || state === 'rejected' || state === 'withdrawn') return 'done';
  return card === 'red' || card === 'yellow' ? card : 'none';
}
