import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { PartyHead } from './PartyHead.tsx';
import { PlanStage } from './PlanView.tsx';
import { useParty, usePlan, usePlans, useSend } from './use-party.ts';

function Start() {
  const navigate = useNavigate();
  const party = useParty().data;
  const [place, setPlace] = useState<ComboRow | null>(null);
  const send = useSend<{ plan: string }>('/party/plans', '', ({ plan }) => navigate(`/party/plans/${plan}`));
  if (!party) return null;
  const { minimum, mostGrids } = party.formation;
  return (
    <section className="party-start">
      <p>{t('party.rules', { minimum, most: mostGrids })}</p>
      <p className="hy-soft">{t('party.rules.order')}</p>
      {party.edits && (
        <form
          className="hy-actions"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate(place ? { place: place.id } : {});
          }}
        >
          <Combo
            label={t('party.plan.scope')}
            value={place}
            search={placeRows}
            placeholder={party.whole ? t('party.plan.whole') : t('picker.place')}
            onChange={setPlace}
          />
          <Button
            type="submit"
            look="primary"
            busy={send.isPending}
            disabled={!party.whole && !place}
            data-testid="form-branches"
          >
            {t('party.plan.new')}
          </Button>
        </form>
      )}
      {send.error && <Wrong>{[send.error.message, ...send.error.fields.map((one) => one.message)].join(' · ')}</Wrong>}
    </section>
  );
}

function Plans() {
  const { data, error, refetch } = usePlans();
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  if (data.rows.length === 0) return <EmptyState title={t('party.plan.none')}>{t('party.plan.none.hint')}</EmptyState>;
  return (
    <table className="party-table">
      <thead>
        <tr>
          <th>{t('party.plan.scope')}</th>
          <th>{t('party.figure.ownBranches')}</th>
          <th>{t('party.figure.jointBranches')}</th>
          <th>{t('party.figure.coveredGrids')}</th>
          <th>{t('party.figure.uncoveredGrids')}</th>
          <th>{t('party.plan.state')}</th>
        </tr>
      </thead>
      <tbody>
        {data.rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link to={`/party/plans/${row.id}`}>
                {row.place.name} · {momentText(row.madeAt)}
              </Link>
              {row.by && <span className="hy-soft"> · {t('party.plan.by', { name: row.by })}</span>}
            </td>
            <td className="hy-num">{row.figures?.ownBranches ?? ''}</td>
            <td className="hy-num">{row.figures?.jointBranches ?? ''}</td>
            <td className="hy-num">{row.figures?.coveredGrids ?? ''}</td>
            <td className="hy-num">{row.figures?.uncoveredGrids ?? ''}</td>
            <td>
              {row.appliedDay
                ? t('party.plan.applied', { day: row.appliedDay })
                : row.state === 'waiting'
                  ? t('party.plan.waiting')
                  : row.state === 'failed'
                    ? t('party.plan.failed')
                    : t('party.plan.ready')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Branch formation: start, the plans so far, one of them. */
export default function PlansPage() {
  const { plan: id = null } = useParams();
  const plan = usePlan(id);
  return (
    <div className={id ? 'master master-map party-plan' : 'master party-plans'}>
      <PartyHead at="plans" />
      {id ? (
        plan.data ? (
          <PlanStage key={plan.data.id} plan={plan.data} />
        ) : (
          <section className="list">{plan.error ? <Failed error={plan.error} /> : <Loading lines={8} />}</section>
        )
      ) : (
        <section className="list sheet" aria-label={t('party.form')}>
          <Start />
          <Plans />
        </section>
      )}
    </div>
  );
}
