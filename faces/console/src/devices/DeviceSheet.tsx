import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayText, listText, momentText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { DeviceForm } from './DeviceForm.tsx';
import type { DeviceKind, DeviceSheet as Sheet } from './types.ts';

/** One device: where it is, whether it works, what became of it. */
export function DeviceSheet({ id, county, kinds }: { id: string; county: County; kinds: DeviceKind[] }) {
  const [open, setOpen] = useState<'change' | 'retire' | null>(null);
  const { data, error, refetch } = useQuery<Sheet, ProblemError>({
    queryKey: ['devices', 'one', id],
    queryFn: ({ signal }) => api<Sheet>(`/devices/${id}`, { signal }),
  });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  const kind = kinds.find((one) => one.kind === data.kind);
  const maps = county.switches.map !== false;
  return (
    <article className="sheet" data-testid="device-sheet">
      <h2>
        {kind ? both(kind.word) : data.kind} · {data.spot}
      </h2>
      <dl className="facts">
        <Fact name="state" value={t(`device.state.${data.state}`)} />
        <Fact name="placeName" value={data.place.name} />
        <Fact name="maker" value={data.maker} />
        <Fact name="serial" value={data.serial} />
        <Fact name="since" value={dayText(data.since, { year: true })} />
        {data.retiredOn && <Fact name="retiredOn" value={dayText(data.retiredOn, { year: true })} />}
        <Fact name="point" value={data.point ? data.point.map((n) => n.toFixed(5)).join(', ') : t('devices.noPoint')} />
      </dl>
      {data.mayEdit && (
        <div className="hy-actions">
          <Button onClick={() => setOpen('change')} data-testid="device-change">
            {t('devices.change')}
          </Button>
          <Button look="plain" onClick={() => setOpen('retire')} data-testid="device-retire">
            {t('devices.retire')}
          </Button>
        </div>
      )}
      {maps && data.point && (
        <div className="device-map">
          <MapView
            label={data.spot}
            zoom={15}
            center={data.point}
            fit={data.id}
            selected={data.id}
            points={[{ id: data.id, state: data.state, point: data.point, title: data.spot }]}
          />
        </div>
      )}
      <h3>{t('devices.steps')}</h3>
      <ol className="device-steps">
        {data.steps.map((step) => (
          <li key={`${step.at}${step.kind}`}>
            <span className="hy-soft hy-num">{momentText(step.at)}</span>
            <span>
              {t(`device.step.${step.kind}`)}
              {step.kind === 'device.changed' &&
                ` · ${t('devices.changed', { fields: listText(step.changed.map((name) => t(`device.${name === 'sort' ? 'kind' : name === 'place' ? 'placeName' : name}`))) })}`}
            </span>
          </li>
        ))}
      </ol>
      {open === 'change' && (
        <DeviceForm
          county={county}
          kinds={kinds}
          device={data}
          onClose={() => setOpen(null)}
          onDone={() => setOpen(null)}
        />
      )}
      {open === 'retire' && <Retire device={data} onClose={() => setOpen(null)} />}
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{t(`device.${name}`)}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Retire({ device, onClose }: { device: Sheet; onClose: () => void }) {
  const client = useQueryClient();
  const [key] = useState(newId);
  const send = useMutation<unknown, ProblemError, void>({
    mutationFn: () => api(`/devices/${device.id}/retire`, { key, body: { version: device.version } }),
    onSuccess: () => {
      toast(t('devices.retired'));
      void client.invalidateQueries({ queryKey: ['devices'] });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={`${t('devices.retire')} · ${device.serial}`}>
      <p>{t('devices.retire.ask')}</p>
      {send.error && <Wrong>{send.error.message}</Wrong>}
      <div className="hy-actions">
        <Button look="primary" busy={send.isPending} onClick={() => send.mutate()} data-testid="device-retire-yes">
          {t('devices.retire')}
        </Button>
        <Button look="plain" onClick={onClose}>
          {t('act.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
