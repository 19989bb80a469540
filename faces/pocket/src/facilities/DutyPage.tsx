import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarDays, MapPinCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api, apiUrl, asProblem, newId } from '../../../shared/api/client.ts';
import type { DutyView, SwapView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText, timeText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { StaffFirst } from '../account/StaffFirst.tsx';
import { useSession } from '../account/session.ts';
import { findPosition, type PositionFailure } from '../device/position.ts';
import { Title } from '../frame/Frame.tsx';
import { useLine } from '../lib/line.ts';
import { useSeen } from '../store/use-seen.ts';
import { keepCheckIn, pendingCheckIns, sendCheckIns } from './pending.ts';
import './facilities.css';

type Mine = { rows: DutyView[]; rule: { opensMinutes: number; metres: number }; feed: boolean };

const when = (one: { startsAt: string; endsAt: string }) =>
  `${dayText(one.startsAt, { year: false, weekday: true })} ${timeText(one.startsAt)}–${timeText(one.endsAt)}`;

/** My duties: checking in where and when I should be, also without network; swapping; a calendar to subscribe to. */
export function DutyPage() {
  const session = useSession();
  const me = session?.me;
  const client = useQueryClient();
  const online = useLine();
  const [waiting, setWaiting] = useState<string[]>([]);
  const person = me?.person.id ?? null;
  const mine = useSeen<Mine>(['duties', 'mine'], person, '/duties/mine', {}, Boolean(me));
  const again = () => void client.invalidateQueries({ queryKey: ['duties'] });
  useEffect(() => {
    const look = async () => {
      if (person === null) return;
      if (online && (await sendCheckIns(person)) > 0) void client.invalidateQueries({ queryKey: ['duties'] });
      setWaiting((await pendingCheckIns()).map((one) => one.duty));
    };
    void look();
  }, [online, client, person]);
  const rows = mine.data?.value.rows ?? [];
  const open = rows.filter((one) => one.state === 'planned');
  const dropped = rows.filter((one) => one.state === 'cancelled');
  const past = rows.filter((one) => one.state !== 'planned' && one.state !== 'cancelled').reverse();
  if (session && !me)
    return (
      <>
        <Title back="/">{t('facilities.pocket.duty')}</Title>
        <StaffFirst to="/duty" />
      </>
    );
  return (
    <>
      <Title back="/">{t('facilities.pocket.duty')}</Title>
      {mine.isPending && Boolean(me) && <Loading />}
      {mine.isError && <Failed error={mine.error} onRetry={() => void mine.refetch()} />}
      {mine.data && rows.length === 0 && (
        <EmptyState title={t('facilities.pocket.noDuty')}>{t('facilities.pocket.noDutyHint')}</EmptyState>
      )}
      <Told id="dropped" title={t('facilities.pocket.dropped')} rows={dropped.slice(0, 20)} />
      <ul className="pk-list" data-testid="duties">
        {open.slice(0, 20).map((one) => (
          <Duty
            key={one.id}
            duty={one}
            opensMinutes={mine.data?.value.rule.opensMinutes ?? 30}
            waiting={waiting.includes(one.id)}
            onKept={() => setWaiting([...waiting, one.id])}
            onDone={again}
          />
        ))}
      </ul>
      {me && <Swaps onDone={again} />}
      <Told id="past" title={t('facilities.pocket.past')} rows={past.slice(0, 10)} />
      {mine.data && <Feed has={mine.data.value.feed} onDone={again} />}
    </>
  );
}

/** Duties nothing is to be done for any more. */
function Told({ id, title, rows }: { id: string; title: string; rows: DutyView[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="pk-section" aria-labelledby={id} data-testid={id}>
      <h2 id={id}>{title}</h2>
      <ul className="pk-list">
        {rows.map((one) => (
          <li key={one.id} className="pk-place-more">
            {when(one)} {one.facility.name} <b data-state={one.state}>{t(`facilities.duty.${one.state}`)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Duty({
  duty,
  opensMinutes,
  waiting,
  onKept,
  onDone,
}: {
  duty: DutyView;
  opensMinutes: number;
  waiting: boolean;
  onKept: () => void;
  onDone: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [swapping, setSwapping] = useState(false);
  // By the phone's own clock: without network nobody else says that it is time.
  const now = Date.now();
  const near =
    duty.state === 'planned' &&
    now >= Date.parse(duty.startsAt) - opensMinutes * 60_000 &&
    now <= Date.parse(duty.closesAt);
  const check = async () => {
    setBusy(true);
    setWrong(null);
    try {
      const { point, accuracy } = await findPosition({ fresh: true }).catch((failure: PositionFailure) => {
        throw new Error(t(failure === 'denied' ? 'facilities.pocket.denied' : 'facilities.pocket.nowhere'));
      });
      const key = newId();
      const at = Date.now();
      try {
        await api(`/duties/${duty.id}/check-in`, { body: { point, accuracy }, key, timeout: 12_000 });
        onDone();
      } catch (error) {
        if (!asProblem(error).passing) throw error;
        // The first try may have arrived: what is sent later has a key of its own, and a duty is attended once.
        await keepCheckIn({ person: duty.person.id, duty: duty.id, point, accuracy, at, key: newId() });
        onKept();
      }
    } catch (error) {
      setWrong((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="pk-duty" data-testid="duty">
      <strong>{when(duty)}</strong>
      <span>{duty.facility.name}</span>
      <span className="hy-soft">{duty.team.name}</span>
      {waiting ? (
        <p role="status">{t('facilities.pocket.waiting')}</p>
      ) : (
        near && (
          <Button
            wide
            size="large"
            look="primary"
            busy={busy}
            icon={<MapPinCheck size="1.3em" aria-hidden />}
            onClick={() => void check()}
            data-testid="check-in"
          >
            {t('facilities.pocket.checkIn')}
          </Button>
        )
      )}
      {duty.swap && <p>{t('facilities.swapping')}</p>}
      {duty.abilities.includes('swap') && !swapping && (
        <Button wide onClick={() => setSwapping(true)} data-testid="swap-open">
          {t('facilities.pocket.swap')}
        </Button>
      )}
      {swapping && <AskSwap duty={duty} onClose={() => setSwapping(false)} onDone={onDone} />}
      {wrong && <Wrong>{wrong}</Wrong>}
    </li>
  );
}

function AskSwap({ duty, onClose, onDone }: { duty: DutyView; onClose: () => void; onDone: () => void }) {
  const [wrong, setWrong] = useState<string | null>(null);
  const takers = useQuery({
    queryKey: ['duties', duty.id, 'takers'],
    queryFn: ({ signal }) =>
      api<{ rows: { id: string; name: string; busy: boolean; away: boolean }[] }>(`/duties/${duty.id}/takers`, {
        signal,
      }),
  });
  const ask = async (person: string) => {
    try {
      await api(`/duties/${duty.id}/swap`, { body: { id: newId(), with: person } });
      onDone();
      onClose();
    } catch (error) {
      setWrong(asProblem(error).message);
    }
  };
  return (
    <div className="pk-swap">
      <p>{t('facilities.pocket.swapWith')}</p>
      {takers.data?.rows.map((one) => (
        <Button key={one.id} wide disabled={one.busy} onClick={() => void ask(one.id)} data-testid="swap-with">
          {one.busy || one.away ? t(`facilities.pocket.${one.busy ? 'busy' : 'away'}`, { name: one.name }) : one.name}
        </Button>
      ))}
      {wrong && <Wrong>{wrong}</Wrong>}
      <Button wide look="plain" onClick={onClose}>
        {t('act.cancel')}
      </Button>
    </div>
  );
}

function Swaps({ onDone }: { onDone: () => void }) {
  const [wrong, setWrong] = useState<string | null>(null);
  const swaps = useQuery({
    queryKey: ['duties', 'swaps'],
    queryFn: ({ signal }) => api<{ rows: SwapView[] }>('/swaps', { signal }),
  });
  const open = (swaps.data?.rows ?? []).filter((one) => one.abilities.length > 0);
  if (open.length === 0) return null;
  const step = async (swap: SwapView, verb: string) => {
    try {
      await api(`/swaps/${swap.id}/${verb}`, { body: { version: swap.version } });
      onDone();
    } catch (error) {
      setWrong(asProblem(error).message);
    }
  };
  return (
    <section className="pk-section" aria-labelledby="swaps" data-testid="swaps">
      <h2 id="swaps">{t('facilities.swaps')}</h2>
      <ul className="pk-list">
        {open.map((swap) => (
          <li key={swap.id} className="pk-duty">
            <strong>{when(swap)}</strong>
            <span>{swap.facility.name}</span>
            <span>{t('facilities.swap.fromTo', { from: swap.asker.name, to: swap.asked.name })}</span>
            {swap.abilities.map((verb) => (
              <Button
                key={verb}
                wide
                look={verb === 'agree' || verb === 'approve' ? 'primary' : 'line'}
                onClick={() => void step(swap, verb)}
                data-testid={`swap-${verb}`}
              >
                {t(`facilities.swap.verb.${verb}`)}
              </Button>
            ))}
          </li>
        ))}
      </ul>
      {wrong && <Wrong>{wrong}</Wrong>}
    </section>
  );
}

/** The secret address is shown once; a new one ends the old one. */
function Feed({ has, onDone }: { has: boolean; onDone: () => void }) {
  const [url, setUrl] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const act = async (path: string) => {
    try {
      const made = await api<{ path?: string }>(path, { body: {} });
      setUrl(made.path ? new URL(apiUrl(made.path), location.href).href : null);
      onDone();
    } catch (error) {
      setWrong(asProblem(error).message);
    }
  };
  return (
    <section className="pk-section" aria-labelledby="feed">
      <h2 id="feed">{t('facilities.pocket.feed')}</h2>
      <p className="hy-soft">{t('facilities.pocket.feedWhat')}</p>
      {url && (
        <p className="pk-feed" data-testid="feed-url">
          {url}
        </p>
      )}
      <div className="pk-keys">
        <Button
          wide
          icon={<CalendarDays size="1.2em" aria-hidden />}
          onClick={() => void act('/duty-feeds')}
          data-testid="feed-make"
        >
          {t(has ? 'facilities.pocket.feedNew' : 'facilities.pocket.feedMake')}
        </Button>
        {has && (
          <Button wide look="plain" onClick={() => void act('/duty-feeds/revoke')} data-testid="feed-revoke">
            {t('facilities.pocket.feedRevoke')}
          </Button>
        )}
      </div>
      {wrong && <Wrong>{wrong}</Wrong>}
    </section>
  );
}
