import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarDays, Pencil, Power, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { api, apiUrl, asProblem, type ProblemError } from '../../../shared/api/client.ts';
import { useShapes, useSwitch } from '../../../shared/api/hooks.ts';
import { openText, spansText } from '../../../shared/facilities/open-words.ts';
import { facilityPin } from '../../../shared/facilities/pins.ts';
import type { FacilityView } from '../../../shared/facilities/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { Tabs } from '../../../shared/ui/Tabs.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { listText, momentText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { CloseDialog } from './CloseDialog.tsx';
import { FacilityForm } from './FacilityForm.tsx';
import { RosterTab } from './RosterTab.tsx';

function HoursTable({ one }: { one: FacilityView }) {
  const { hours } = one;
  return (
    <table className="fac-hours">
      <tbody>
        {hours.week.map((spans, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the weekday is its place in the week
          <tr key={i}>
            <th scope="row">{t(`weekday.${i + 1}`)}</th>
            <td className="hy-num">{spansText(spans)}</td>
          </tr>
        ))}
        {hours.exceptions.map((exception) => (
          <tr key={exception.day}>
            <th scope="row" className="hy-num">
              {exception.day}
            </th>
            <td className="hy-num">{spansText(exception.spans)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Info({ one }: { one: FacilityView }) {
  const maps = useSwitch('map');
  const shapes = useShapes(one.place.id, 0).data;
  const own = useMemo(
    () =>
      shapes && {
        ...shapes,
        features: shapes.features.map((each) => ({ ...each, properties: { ...each.properties, own: true } })),
      },
    [shapes],
  );
  const points = useMemo(() => [facilityPin(one)], [one]);
  return (
    <>
      <dl className="fac-facts">
        <div>
          <dt>{t('facilities.today')}</dt>
          <dd>
            <span className="hy-num">{spansText(one.today.spans)}</span>{' '}
            {one.today.why !== 'week' && (
              <span className="hy-soft">
                {t(`facilities.why.${one.today.why}`)} {one.today.name ?? ''}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('facilities.services')}</dt>
          <dd>
            {listText(one.services.map((service) => both(service.word))) || t('facilities.noServices')}
            {one.oneWindow && (
              <span className="hy-chip" data-tone="brand">
                {t('facilities.oneWindow')}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('facilities.contact')}</dt>
          <dd>{one.contact ? `${one.contact.at} ${both(one.contact.word)}` : t('facilities.noContact')}</dd>
        </div>
        <div>
          <dt>{t('facilities.since')}</dt>
          <dd className="hy-num">
            {one.from}
            {one.to ? ` – ${one.to}` : ''}
          </dd>
        </div>
      </dl>
      <h3>{t('facilities.hours')}</h3>
      <HoursTable one={one} />
      <p className="hy-hint">
        {t(`facilities.holidays.${one.hours.holidays}`)} {t(`facilities.makeup.${one.hours.makeup}`)}
      </p>
      {maps && (
        <div className="fac-mini">
          <MapView label={one.name} shapes={own} points={points} center={one.point} zoom={14} selected={one.id} />
        </div>
      )}
    </>
  );
}

function History({ one }: { one: FacilityView }) {
  return (
    <ol className="fac-history">
      {(one.history ?? []).map((event) => (
        <li key={`${event.at}${event.kind}`}>
          <span className="hy-num hy-soft">{momentText(event.at)}</span>{' '}
          {t(`facilities.event.${event.kind.split('.')[1]}`)}
          <span className="hy-soft"> {event.post ? both(event.post) : t('facilities.program')}</span>
        </li>
      ))}
    </ol>
  );
}

/** One facility, with its roster. */
export function FacilitySheet({ id }: { id: string }) {
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const [closing, setClosing] = useState(false);
  const [busy, setBusy] = useState(false);
  const rosters = useSwitch('rosters');
  const view = useQuery<FacilityView, ProblemError>({
    queryKey: ['facilities', id],
    queryFn: ({ signal }) => api<FacilityView>(`/facilities/${id}`, { signal }),
  });
  if (view.isError) return <Failed error={view.error} onRetry={() => void view.refetch()} />;
  if (!view.data) return <Loading lines={8} />;
  const one = view.data;
  const refresh = () => void client.invalidateQueries({ queryKey: ['facilities'] });
  const reopen = async () => {
    setBusy(true);
    try {
      await api(`/facilities/${id}/reopen`, { body: { version: one.version } });
      toast(t('facilities.done.reopen', { name: one.name }));
      refresh();
    } catch (error) {
      toast(asProblem(error).message, 'wrong');
    } finally {
      setBusy(false);
    }
  };
  const can = (ability: string) => one.abilities?.includes(ability);
  return (
    <article className="sheet fac-sheet" data-testid="facility-sheet">
      <div className="fac-head">
        <div>
          <h2>{one.name}</h2>
          <p className="hy-soft">
            {both(one.word)} · {one.place.path.map((place) => place.name).join(' ')}
          </p>
        </div>
        <Link
          className="hy-button"
          data-look="plain"
          data-icon
          to="/facilities"
          aria-label={t('facilities.toMap')}
          title={t('facilities.toMap')}
        >
          <X size="1.1em" aria-hidden />
        </Link>
      </div>
      <p>
        <span className="fac-open" data-open={one.open || undefined}>
          {openText(one)}
        </span>
      </p>
      <div className="hy-actions">
        {can('change') && (
          <Button
            icon={<Pencil size="1em" aria-hidden />}
            onClick={() => setChanging(true)}
            data-testid="facility-change"
          >
            {t('facilities.change')}
          </Button>
        )}
        {can('close') && (
          <Button icon={<Power size="1em" aria-hidden />} onClick={() => setClosing(true)} data-testid="facility-close">
            {t('facilities.close')}
          </Button>
        )}
        {can('reopen') && (
          <Button
            icon={<Power size="1em" aria-hidden />}
            busy={busy}
            onClick={() => void reopen()}
            data-testid="facility-reopen"
          >
            {t('facilities.reopen')}
          </Button>
        )}
        {rosters && (
          <a className="hy-button" href={apiUrl(`/facilities/${id}/duties.ics`)} download={`${id}.ics`}>
            <CalendarDays size="1em" aria-hidden />
            {t('facilities.ics')}
          </a>
        )}
      </div>
      <Tabs
        label={one.name}
        tabs={[
          { id: 'info', label: t('facilities.tab.info'), sheet: <Info one={one} /> },
          ...(rosters
            ? [
                {
                  id: 'roster',
                  label: t('facilities.tab.roster'),
                  sheet: <RosterTab facility={one} onChanged={refresh} />,
                },
              ]
            : []),
          { id: 'history', label: t('facilities.tab.history'), sheet: <History one={one} /> },
        ]}
      />
      {changing && <FacilityForm facility={one} onClose={() => setChanging(false)} onDone={refresh} />}
      {closing && <CloseDialog facility={one} onClose={() => setClosing(false)} onDone={refresh} />}
    </article>
  );
}
