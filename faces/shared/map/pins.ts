/** The pins of the map, drawn here: each card has a shape of its own beside its colour. */
export type PinKind = 'none' | 'yellow' | 'red' | 'done';

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
  } else {
    c.arc(m, m, kind === 'done' ? 4.5 : 6.5, 0, Math.PI * 2);
  }
}

const COLOURS: Record<PinKind, string> = { none: '#0f5c63', yellow: '#dc9204', red: '#c4302a', done: '#8b9896' };

export function drawPin(kind: PinKind): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE * RATIO;
  canvas.height = SIZE * RATIO;
  const c = canvas.getContext('2d') as CanvasRenderingContext2D;
  c.scale(RATIO, RATIO);
  c.lineJoin = 'round';
  path(c, kind);
  c.fillStyle = COLOURS[kind];
  c.strokeStyle = '#ffffff';
  c.lineWidth = 2;
  c.fill();
  c.stroke();
  return c.getImageData(0, 0, canvas.width, canvas.height);
}

export function pinOf(state: string, card: string | undefined): PinKind {
  if (state === 'closed' || state === 'rejected' || state === 'withdrawn') return 'done';
  return card === 'red' || card === 'yellow' ? card : 'none';
}
