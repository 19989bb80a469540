import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import type { County, LonLat } from '../../../shared/api/types.ts';
import { PointField } from '../../../shared/form/PointField.tsx';
import { PlacePicker } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import type { Device, DeviceKind } from './types.ts';

const TEXTS = ['maker', 'serial', 'spot'] as const;
const STATES = ['working', 'faulty', 'stopped'];

type Draft = {
  kind: string;
  place: string | null;
  maker: string;
  serial: string;
  spot: string;
  point: LonLat | null;
  state: string;
  since: string;
};

/** A new device, or another word about one that is there. */
export function DeviceForm({
  county,
  kinds,
  device,
  onClose,
  onDone,
}: {
  county: County;
  kinds: DeviceKind[];
  device?: Device;
  onClose: () => void;
  onDone: (id: string) => void;
}) {
  const client = useQueryClient();
  const [key, setKey] = useState(newId);
  const [draft, setDraft] = useState<Draft>({
    kind: device?.kind ?? kinds[0]?.kind ?? '',
    place: device?.place.id ?? null,
    maker: device?.maker ?? '',
    serial: device?.serial ?? '',
    spot: device?.spot ?? '',
    point: device?.point ?? null,
    state: device?.state ?? 'working',
    since: device?.since ?? county.today,
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const send = useMutation<{ id: string }, ProblemError, void>({
    mutationFn: () =>
      api(device ? `/devices/${device.id}/change` : '/devices', {
        key,
        body: device ? { ...draft, version: device.version } : draft,
      }),
    onSuccess: ({ id }) => {
      toast(t('devices.saved'));
      void client.invalidateQueries({ queryKey: ['devices'] });
      onDone(id);
    },
    onError: () => setKey(newId()),
  });
  const wrong: Record<string, string> = Object.fromEntries(
    (send.error?.fields ?? []).map((field) => [field.path, field.message]),
  );
  for (const name of TEXTS) if (tried && !draft[name].trim()) wrong[name] = t('error.field_required');
  if (tried && !draft.place) wrong.place = t('error.field_required');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (draft.place && TEXTS.every((name) => draft[name].trim())) send.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t(device ? 'devices.change' : 'devices.new')} dismissable={false}>
      <form className="hy-form" noValidate onSubmit={submit}>
        <Field id="device-kind" label={t('device.kind')} wrong={wrong.kind}>
          <select
            className="hy-input"
            id="device-kind"
            value={draft.kind}
            onChange={(event) => set({ kind: event.target.value })}
          >
            {kinds.map(({ kind, word }) => (
              <option key={kind} value={kind}>
                {both(word)}
              </option>
            ))}
          </select>
        </Field>
        <Field id="device-place" label={t('device.placeName')} wrong={wrong.place}>
          <PlacePicker
            id="device-place"
            label={t('device.placeName')}
            value={draft.place}
            name={device?.place.name}
            wrong={Boolean(wrong.place)}
            onChange={(place) => set({ place })}
          />
        </Field>
        {TEXTS.map((name) => (
          <Field key={name} id={`device-${name}`} label={t(`device.${name}`)} wrong={wrong[name]}>
            <input
              className="hy-input"
              id={`device-${name}`}
              maxLength={name === 'spot' ? 120 : 60}
              autoComplete="off"
              value={draft[name]}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          </Field>
        ))}
        <FieldGroup id="device-point" label={t('device.point')} required={false} wrong={wrong.point}>
          <PointField value={draft.point} center={county.center} onChange={(point) => set({ point })} />
        </FieldGroup>
        <Field id="device-state" label={t('device.state')} wrong={wrong.state}>
          <select
            className="hy-input"
            id="device-state"
            value={draft.state}
            onChange={(event) => set({ state: event.target.value })}
          >
            {STATES.map((state) => (
              <option key={state} value={state}>
                {t(`device.state.${state}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field id="device-since" label={t('device.since')} wrong={wrong.since}>
          <input
            className="hy-input"
            id="device-since"
            type="date"
            max={county.today}
            value={draft.since}
            onChange={(event) => set({ since: event.target.value })}
          />
        </Field>
        {send.error && <Wrong>{send.error.message}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending} data-testid="device-save">
            {t('act.save')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
