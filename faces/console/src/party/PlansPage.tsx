import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { RowList } from '../list/RowList.tsx';
import { PartyHead } from './PartyHead.tsx';
import { PlanStage } from './PlanView.tsx';
import type { PlanRow } from './types.ts';
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

function stateOf(row: PlanRow): string {
  return row.appliedDay ? t('party.plan.applied', { day: row.appliedDay }) : t(`party.plan.${row.state}`);
}

const FIGURES = ['ownBranches', 'jointBranches', 'coveredGrids', 'uncoveredGrids'] as const;

function PlanLine({ row }: { row: PlanRow }) {
  return (
    <tr data-testid="plan-row">
      <td>
        <Link to={`/party/plans/${row.id}`}>
          {row.place.name} · {momentText(row.madeAt)}
        </Link>
        {row.by && <span className="hy-soft"> · {t('party.plan.by', { name: row.by })}</span>}
      </td>
      {FIGURES.map((figure) => (
        <td className="hy-num" key={figure}>
          {row.figures?.[figure] ?? ''}
        </td>
      ))}
      <td>{stateOf(row)}</td>
    </tr>
  );
}

/** Branch formation: start, the plans so far, one of them. */
export default function PlansPage() {
  const { plan: id = null } = useParams();
  const plan = usePlan(id);
  const plans = usePlans();
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
        <>
          <div className="bars">
            <Start />
          </div>
          <RowList
            list={plans}
            label={t('party.form')}
            heads={[
              t('party.plan.scope'),
              ...FIGURES.map((figure) => t(`party.figure.${figure}`)),
              t('party.plan.state'),
            ]}
            none={{ title: t('party.plan.none'), hint: t('party.plan.none.hint') }}
            row={(row) => <PlanLine key={row.id} row={row} />}
          />
        </>
      )}
    </div>
  );
}
