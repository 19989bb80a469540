import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import { placeAt, useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { County, LonLat, Me, Submitted, Suggestions } from '../../../shared/api/types.ts';
import { PictureField } from '../../../shared/form/PictureField.tsx';
import { ItemPicker, PlacePicker } from '../../../shared/form/pickers.tsx';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices } from '../../../shared/ui/Choices.tsx';
import { Field, FieldGroup } from '../../../shared/ui/Field.tsx';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';

type Draft = {
  id: string;
  words: string;
  channel: string;
  place: string | null;
  point: LonLat | null;
  address: string;
  item: string | null;
  itemName: string | undefined;
  name: string;
  phone: string;
  pictures: string[];
};

/** Channels somebody at a desk records; devices and imports write by themselves. */
const NOT_AT_A_DESK = new Set(['device', 'import', 'resident']);

function channelsFor(me: Me, county: County): { value: string; label: string }[] {
  const codes = county.channels.filter((one) => !NOT_AT_A_DESK.has(one.code));
  const own = me.posts.some((post) => post.placeKind === 'grid') ? 'grid_member' : 'hotline';
  return codes
    .map((one) => ({ value: one.code, label: both(one.word) }))
    .sort((a, b) => Number(b.value === own) - Number(a.value === own));
}

function useDebounced(text: string, ms: number): string {
  const [value, setValue] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setValue(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return value;
}

function useItemsFor(words: string, place: string | null) {
  const text = useDebounced(words.trim(), 500);
  return useQuery({
    queryKey: ['suggest', text, place],
    queryFn: ({ signal }) =>
      api<Suggestions>('/items/suggest', { body: { words: text, ...(place ? { place } : {}) }, signal }),
    enabled: text.length >= 4,
    staleTime: 300_000,
  });
}

function Taken({ done, again }: { done: Submitted; again: () => void }) {
  return (
    <EmptyState
      title={t('report.done', { number: done.number })}
      icon={<CircleCheck size={40} strokeWidth={1.5} aria-hidden />}
      action={
        <div className="hy-actions">
          <Link className="hy-button" data-look="primary" to={`/matters/${done.id}`}>
            {t('report.see')}
          </Link>
          <Button onClick={again}>{t('report.another')}</Button>
        </div>
      }
    >
      {t('report.doneHint', { place: done.place.name, number: done.number })}
    </EmptyState>
  );
}

const EMPTY = (channel: string): Draft => ({
  id: newId(),
  words: '',
  channel,
  place: null,
  point: null,
  address: '',
  item: null,
  itemName: undefined,
  name: '',
  phone: '',
  pictures: [],
});

/** A matter taken down for somebody who calls or comes: the hotline's page. */
export default function ReportPage({ county, me }: { county: County; me: Me }) {
  const channels = channelsFor(me, county);
  const first = channels[0]?.value ?? 'hotline';
  const [draft, setDraft] = useState(() => EMPTY(first));
  const [busyPictures, setBusyPictures] = useState(false);
  const [form, setForm] = useState(0);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const root = useRootPlace().data?.id ?? null;
  const ground = draft.place ?? root;
  const drawn = useShapes(ground).data;
  const shapes = drawn && {
    ...drawn,
    features: drawn.features.map((one) => ({
      ...one,
      properties: { ...one.properties, own: one.properties.id === ground && drawn.features.length > 1 },
    })),
  };
  const suggested = useItemsFor(draft.words, draft.place).data?.items ?? [];
  const found = useQuery({
    queryKey: ['placeAt', draft.point],
    queryFn: () => placeAt(draft.point as LonLat),
    enabled: draft.point !== null,
    retry: false,
  });
  const set = (change: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...change }));
    setWrong((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in change))));
  };
  const send = useMutation<Submitted, ProblemError, Draft>({
    mutationFn: ({ id, words, channel, place, point, address, item, name, phone, pictures }) =>
      api<Submitted>('/matters', {
        key: id,
        body: {
          id,
          words: words.trim(),
          channel,
          ...(place ? { place } : {}),
          ...(point ? { point } : {}),
          ...(address.trim() ? { address: address.trim() } : {}),
          ...(item ? { item } : {}),
          ...(pictures.length > 0 ? { pictures } : {}),
          ...(name.trim() || phone.trim()
            ? {
                contact: {
                  ...(name.trim() ? { name: name.trim() } : {}),
                  ...(phone.trim() ? { phone: phone.trim() } : {}),
                },
              }
            : {}),
        },
      }),
    onError: (problem) =>
      setWrong(Object.fromEntries(problem.fields.map((field) => [field.path.replace('contact.', ''), field.message]))),
  });
  const submit = () => {
    const lacking: Record<string, string> = {};
    if (!draft.words.trim()) lacking.words = t('error.field_required');
    if (!draft.place && !draft.point) lacking.place = t('error.place_or_point_required');
    if (draft.phone.trim() && !/^1\d{10}$/.test(draft.phone.trim())) lacking.phone = t('report.phoneWrong');
    setWrong(lacking);
    if (Object.keys(lacking).length === 0) send.mutate(draft);
  };
  if (send.data) {
    return (
      <Taken
        done={send.data}
        again={() => {
          send.reset();
          setDraft(EMPTY(draft.channel));
          setForm(form + 1);
        }}
      />
    );
  }
  const where = found.data ? found.data.path.map((one) => one.name).join(' · ') : null;
  if (!may(me, 'matter.submit')) return <EmptyState title={t('error.not_permitted')} />;
  return (
    <div className="report">
      <header className="head">
        <h1>{t('page.report')}</h1>
        <span className="hy-soft">{t('report.lead')}</span>
      </header>
      <form
        className="hy-form report-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <FieldGroup id="report-channel" label={t('field.channel')}>
          <Choices name="channel" options={channels} value={draft.channel} onChange={(channel) => set({ channel })} />
        </FieldGroup>
        <Field id="report-words" label={t('report.words')} wrong={wrong.words} hint={t('report.wordsHint')}>
          <textarea
            className="hy-input"
            id="report-words"
            data-testid="report-words"
            rows={5}
            maxLength={2000}
            value={draft.words}
            aria-invalid={wrong.words !== undefined}
            onChange={(event) => set({ words: event.target.value })}
          />
        </Field>
        <div className="two">
          <Field id="report-place" label={t('field.place')} wrong={wrong.place} hint={t('report.placeHint')}>
            <PlacePicker
              id="report-place"
              label={t('field.place')}
              value={draft.place}
              wrong={wrong.place !== undefined}
              onChange={(place) => set({ place })}
            />
          </Field>
          <Field id="report-address" label={t('field.address')} required={false}>
            <input
              className="hy-input"
              id="report-address"
              maxLength={200}
              value={draft.address}
              onChange={(event) => set({ address: event.target.value })}
            />
          </Field>
        </div>
        <Field id="report-item" label={t('field.item')} required={false} hint={t('report.itemHint')}>
          <ItemPicker
            id="report-item"
            label={t('field.item')}
            value={draft.item}
            name={draft.itemName}
            onChange={(item, row) => set({ item, itemName: row?.name })}
          />
          {suggested.length > 0 && !draft.item && (
            <p className="hy-suggests">
              {t('picker.suggested')}
              {suggested.slice(0, 4).map((one) => (
                <button
                  type="button"
                  className="hy-chip"
                  data-tone="line"
                  key={one.id}
                  onClick={() => set({ item: one.id, itemName: one.name })}
                >
                  {one.name}
                  {one.lead && <span className="hy-soft"> · {one.lead.name}</span>}
                </button>
              ))}
            </p>
          )}
        </Field>
        <div className="two">
          <Field id="report-name" label={t('report.name')} required={false} wrong={wrong.name}>
            <input
              className="hy-input"
              id="report-name"
              autoComplete="off"
              maxLength={40}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          </Field>
          <Field
            id="report-phone"
            label={t('report.phone')}
            required={false}
            wrong={wrong.phone}
            hint={t('report.phoneHint')}
          >
            <input
              className="hy-input"
              id="report-phone"
              type="tel"
              inputMode="numeric"
              autoComplete="off"
              maxLength={11}
              value={draft.phone}
              aria-invalid={wrong.phone !== undefined}
              onChange={(event) => set({ phone: event.target.value })}
            />
          </Field>
        </div>
        <FieldGroup id="report-pictures" label={t('field.pictures')} required={false}>
          <PictureField
            key={form}
            id="report-pictures"
            onChange={(pictures) => set({ pictures })}
            onBusy={setBusyPictures}
          />
        </FieldGroup>
        {send.error && (
          <p className="hy-notice" data-tone="wrong" role="alert">
            {send.error.message}
          </p>
        )}
        <div className="hy-actions">
          <Button
            type="submit"
            look="primary"
            size="large"
            busy={send.isPending}
            disabled={busyPictures}
            data-testid="report-send"
          >
            {t('report.send')}
          </Button>
        </div>
      </form>
      <aside className="report-map" aria-label={t('point.onMap')}>
        <p className="report-where" role="status">
          {draft.point === null
            ? t('report.mapHint')
            : found.isError
              ? found.error.message
              : (where ?? t('loading.words'))}
        </p>
        <MapView
          label={t('point.onMap')}
          shapes={shapes}
          pick={{ value: draft.point, onChange: (point) => set({ point }) }}
          fit={draft.place ?? 'all'}
        />
      </aside>
    </div>
  );
}
