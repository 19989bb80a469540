/** The outline of a place: drawn on the map, or from a file. */
import { PenTool, Undo2, Upload } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import type { Board } from './board.ts';
import { measure } from './measure.ts';
import type { Shape } from './types.ts';
import { areaText, lengthText } from './words.ts';

/** Outlines of a GeoJSON file, for those who do not draw. @throws Error when it is none */
export async function readOutlines(file: File): Promise<{ name: string; shape: Shape }[]> {
  const value = JSON.parse(await file.text()) as { type?: string; features?: unknown[]; geometry?: unknown };
  const features = (
    value.type === 'FeatureCollection' ? value.features : [value.type === 'Feature' ? value : { geometry: value }]
  ) as {
    geometry?: Shape;
    properties?: { name?: unknown } | null;
  }[];
  const shapes = features.flatMap(({ geometry, properties }) =>
    geometry && (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon')
      ? [{ name: typeof properties?.name === 'string' ? properties.name : '', shape: geometry }]
      : [],
  );
  if (shapes.length === 0) throw new Error('no outline');
  return shapes;
}

export function UploadOutline({
  onRead,
  label,
}: {
  onRead: (shapes: { name: string; shape: Shape }[]) => void;
  label: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState(false);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".geojson,.json,application/geo+json"
        hidden
        data-testid="outline-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (!file) return;
          readOutlines(file).then(
            (shapes) => {
              setFailed(false);
              onRead(shapes);
            },
            () => setFailed(true),
          );
        }}
      />
      <Button icon={<Upload size="1em" aria-hidden />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      {failed && <Wrong>{t('error.geojson_invalid')}</Wrong>}
    </>
  );
}

export function Measure({ shape }: { shape: Shape | null }) {
  if (!shape) return null;
  const { area, length } = measure(shape);
  return (
    <p className="hy-soft hy-num" data-testid="measure">
      {t('territory.measure', { area: areaText(area), length: lengthText(length) })}
    </p>
  );
}

/** Buttons to draw with, while something is drawn on the map. */
export function Drawing({ board, hint, children }: { board: Board; hint: string; children?: ReactNode }) {
  return (
    <div className="drawing" role="status">
      <p>
        <PenTool size="1em" aria-hidden /> {hint}
      </p>
      <Measure shape={board.drawn} />
      <div className="hy-actions">
        <Button icon={<Undo2 size="1em" aria-hidden />} onClick={board.undo} data-testid="draw-undo">
          {t('territory.undo')}
        </Button>
        {children}
        <Button look="plain" onClick={() => board.start(null)}>
          {t('territory.stopDrawing')}
        </Button>
      </div>
    </div>
  );
}
