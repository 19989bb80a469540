/** Parts of the forms that change places: sending, the day, what follows, the outline. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PenTool, Undo2, Upload } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { measure } from './measure.ts';
import type { Consequences, DrawTask, Shape } from './types.ts';
import { areaText, lengthText } from './words.ts';

export type Choice = { chosen: readonly string[]; toggle(place: string): void };

/** The map's side of a form: what is to be drawn, what was, and what is shown beside. */
export type Board = {
  task: DrawTask | null;
  drawn: Shape | null;
  start(task: DrawTask | null): void;
  undo(): void;
  /** Outlines shown beside the county's own, with names. */
  preview(shapes: { name: string; shape: Shape }[]): void;
  /** Places beside this one are shown and may be chosen on the map, those in `chosen` stand out; null: no longer. */
  choose(choice: Choice | null): void;
};

export type Ordered = { change: string; state: string; from: string; places: string[] };

/** Sends an order; one key for one content. */
export function useOrder(path: string, onDone: (ordered: Ordered) => void) {
  const client = useQueryClient();
  const sent = useRef({ body: '', key: '' });
  return useMutation<Ordered, ProblemError, unknown>({
    mutationFn: (body) => {
      const text = JSON.stringify(body);
      if (sent.current.body !== text) sent.current = { body: text, key: newId() };
      return api<Ordered>(path, { body, key: sent.current.key });
    },
    onSuccess: (ordered) => {
      toast(t(ordered.state === 'planned' ? 'territory.isPlanned' : 'territory.isDone', { day: ordered.from }));
      for (const queryKey of [['places'], ['shapes'], ['matters']]) void client.invalidateQueries({ queryKey });
      onDone(ordered);
    },
  });
}

export function fieldWrong(error: ProblemError | null, path: string): string | undefined {
  return error?.fields.find((field) => field.path === path)?.message;
}

export function DayField({
  county,
  value,
  onChange,
  wrong,
}: {
  county: County;
  value: string;
  onChange: (day: string) => void;
  wrong: string | undefined;
}) {
  return (
    <Field id="change-from" label={t('territory.from')} hint={t('territory.fromHint')} wrong={wrong}>
      <input
        className="hy-input"
        id="change-from"
        type="date"
        min={county.today}
        value={value}
        aria-describedby="change-from-note"
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

export function TextField({
  id,
  label,
  value,
  onChange,
  wrong,
  hint,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (text: string) => void;
  wrong?: string | undefined;
  hint?: string;
}) {
  return (
    <Field id={id} label={label} wrong={wrong} {...(hint ? { hint } : {})}>
      <input
        className="hy-input"
        id={id}
        data-testid={id}
        maxLength={60}
        value={value}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

export function SubkindField({
  id,
  subkinds,
  value,
  onChange,
  wrong,
}: {
  id: string;
  subkinds: string[];
  value: string;
  onChange: (subkind: string) => void;
  wrong?: string | undefined;
}) {
  if (subkinds.length === 0) return null;
  return (
    <Field id={id} label={t('territory.subkind')} wrong={wrong}>
      <select className="hy-input" id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('territory.choose')}</option>
        {subkinds.map((one) => (
          <option key={one} value={one}>
            {t(`subkind.${one}`)}
          </option>
        ))}
      </select>
    </Field>
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

const FIXES: Record<string, string> = { coordinates_swapped: 'swap', gcj02_suspected: 'gcj02' };

/** What was refused, with the remedy where a mistake in the coordinates has one. */
export function Refused({ error, onFix }: { error: ProblemError | null; onFix?: (fix: string) => void }) {
  if (!error) return null;
  const fix = error.fields.map((field) => FIXES[field.code]).find(Boolean);
  const said = error.fields.filter((field) => !/^(name|code|from|subkind|kind)$/.test(field.path));
  return (
    <div className="hy-notice" data-tone="wrong" role="alert" data-testid="refused">
      <div>
        <strong>{error.message}</strong>
        {said.map((field) => (
          <p key={`${field.path}.${field.code}`}>{field.message}</p>
        ))}
        {fix && onFix && <Button onClick={() => onFix(fix)}>{t(`territory.fix.${fix}`)}</Button>}
      </div>
    </div>
  );
}

export function useConsequences(place: string, others: readonly string[] = []) {
  return useQuery<Consequences, ProblemError>({
    queryKey: ['places', place, 'consequences', ...others],
    queryFn: ({ signal }) =>
      api<Consequences>(`/places/${place}/consequences`, { query: { with: others.join(',') }, signal }),
    staleTime: 0,
  });
}

/** Said before it is done: what hangs on the place and what becomes of it. */
export function Follows({ facts, lines }: { facts: Consequences | undefined; lines: string[] }) {
  if (!facts) return null;
  return (
    <section className="follows" aria-label={t('territory.follows')} data-testid="consequences">
      <h3>{t('territory.follows')}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

export function counted(key: string, n: number, more: Record<string, string> = {}): string[] {
  return n > 0 ? [t(key, { n: numberText(n), ...more })] : [];
}

export function Send({
  busy,
  disabled,
  label,
  onCancel,
}: {
  busy: boolean;
  disabled?: boolean;
  label: string;
  onCancel: () => void;
}) {
  return (
    <div className="hy-actions">
      <Button type="submit" look="primary" busy={busy} disabled={disabled} data-testid="change-send">
        {label}
      </Button>
      <Button look="plain" onClick={onCancel}>
        {t('act.cancel')}
      </Button>
    </div>
  );
}
