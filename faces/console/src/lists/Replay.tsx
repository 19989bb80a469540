import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayText, momentText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import type { ReplayView, VersionView } from './types.ts';
import { pathOf, useReplay } from './use-lists.ts';

const DAY = 86_400_000;
const FIGURES = [
  'matters',
  'other_lead',
  'homeless',
  'condition_gone',
  'sooner',
  'later',
  'late_before',
  'late_after',
  'newly_late',
  'no_longer_late',
];
const CLOCKS = ['accept', 'take_on', 'arrive', 'conclude', 'callback'];
const TURNS = ['sooner', 'later', 'late_before', 'late_after'];

/** A figure that opens the matters behind it, for whoever may read matters. */
function Count({ replay, flag, n, me, sign }: { replay: string; flag: string; n: number; me: Me; sign?: boolean }) {
  const text = `${sign && n > 0 ? '+' : ''}${numberText(n)}`;
  if (n === 0 || sign || !may(me, 'matter.read')) return <>{text}</>;
  return (
    <Link
      to={{ pathname: '/register', search: new URLSearchParams({ replay: `${replay}:${flag}` }).toString() }}
      title={t('replay.open', { n: numberText(n) })}
      data-testid={`behind-${flag}`}
    >
      {text}
    </Link>
  );
}

function Figures({ replay, figures, me }: { replay: ReplayView; figures: Record<string, number>; me: Me }) {
  return (
    <dl className="replay-figures">
      {FIGURES.map((flag) => (
        <div key={flag} data-testid={`figure-${flag}`}>
          <dt>{t(`replay.figure.${flag}`)}</dt>
          <dd className="hy-num">
            <Count replay={replay.id} flag={flag} n={figures[flag] ?? 0} me={me} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Clocks({ replay, figures, me }: { replay: ReplayView; figures: Record<string, number>; me: Me }) {
  return (
    <section className="replay-part">
      <h2>{t('replay.clocks')}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('replay.clock')}</th>
            {TURNS.map((turn) => (
              <th scope="col" key={turn} className="hy-num">
                {t(`replay.figure.${turn}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CLOCKS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`lists.field.limits.${kind}`)}</th>
              {TURNS.map((turn) => (
                <td key={turn} className="hy-num">
                  <Count replay={replay.id} flag={`${turn}:${kind}`} n={figures[`${turn}:${kind}`] ?? 0} me={me} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Units({ replay, me }: { replay: ReplayView; me: Me }) {
  const [all, setAll] = useState(false);
  const moved = replay.units.filter((one) => one.before !== one.after);
  const rows = all ? replay.units : moved;
  return (
    <section className="replay-part">
      <h2>{t('replay.units')}</h2>
      {rows.length === 0 && <p className="hy-soft">{t('replay.sameUnits')}</p>}
      {rows.length > 0 && (
        <table className="table" data-testid="replay-units">
          <thead>
            <tr>
              <th scope="col">{t('replay.unit')}</th>
              <th scope="col" className="hy-num">
                {t('replay.before')}
              </th>
              <th scope="col" className="hy-num">
                {t('replay.after')}
              </th>
              <th scope="col" className="hy-num">
                {t('replay.difference')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.id === '-' ? t('replay.nobody') : one.name || one.id}</th>
                <td className="hy-num">
                  <Count replay={replay.id} flag={`lead.before:${one.id}`} n={one.before} me={me} />
                </td>
                <td className="hy-num">
                  <Count replay={replay.id} flag={`lead.after:${one.id}`} n={one.after} me={me} />
                </td>
                <td className="hy-num">
                  <Count replay={replay.id} flag="" n={one.after - one.before} me={me} sign />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {replay.units.length > moved.length && !all && (
        <Button look="plain" onClick={() => setAll(true)}>
          {t('replay.allUnits')}
        </Button>
      )}
    </section>
  );
}

function Result({ replay, me }: { replay: ReplayView; me: Me }) {
  const { figures } = replay;
  if (!figures) {
    return (
      <p className="hy-notice" role="status" data-testid="replay-under">
        {t('replay.under')} · {t('replay.figure.matters')} {numberText(replay.looked)}
      </p>
    );
  }
  const last = new Date(Date.parse(`${replay.to}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
  return (
    <>
      {replay.stale && (
        <p className="hy-notice" role="status">
          {t('replay.stale')}
        </p>
      )}
      <p className="hy-soft">
        {t('replay.made', {
          from: dayText(replay.from, { year: true }),
          to: dayText(last, { year: true }),
          at: momentText(replay.madeAt),
        })}
      </p>
      <Figures replay={replay} figures={figures} me={me} />
      <div className="replay-tables">
        <Clocks replay={replay} figures={figures} me={me} />
        <Units replay={replay} me={me} />
      </div>
      <p className="hy-soft replay-method">{t('replay.method')}</p>
    </>
  );
}

/** What this version would have made of the last year's matters. */
export function Replay({ view, me }: { view: VersionView; me: Me }) {
  const client = useQueryClient();
  const { data, error, refetch, isPending } = useReplay(view.list, view.version);
  const start = useMutation<{ replay: string }, ProblemError>({
    mutationFn: () => api(`${pathOf(view.list, view.version)}/replay`, { body: {}, key: newId() }),
    onError: (failed) => toast(failed.message, 'wrong'),
    onSettled: () => client.invalidateQueries({ queryKey: ['lists', view.list, view.version, 'replay'] }),
  });
  const under = data !== null && data !== undefined && data.doneAt === null;
  const button = (
    <Button
      look={data ? 'line' : 'primary'}
      icon={<FlaskConical size="1em" aria-hidden />}
      busy={start.isPending || under}
      onClick={() => start.mutate()}
      data-testid="replay-start"
    >
      {t(data ? 'replay.again' : 'replay.start')}
    </Button>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="version-scroll replay" aria-label={t('lists.tab.replay')} tabIndex={0} data-testid="replay">
      <div className="version-tools">
        <p className="hy-soft replay-lead">{t('replay.lead')}</p>
        <span className="grow" />
        {data && button}
      </div>
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && !error && <Loading lines={6} />}
      {data === null && (
        <EmptyState
          title={t('replay.none')}
          action={button}
          icon={<FlaskConical size={36} strokeWidth={1.4} aria-hidden />}
        />
      )}
      {data && <Result replay={data} me={me} />}
    </section>
  );
}
