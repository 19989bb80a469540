import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import { useCounty, useShapes } from '../../../shared/api/hooks.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { Bench } from './Bench.tsx';
import { ChangeLine, FigureLine, ProofLine } from './PlanSide.tsx';
import { CHOSEN, jointTint, jointTints, NONE, OWN, type Tinted, tinted } from './tints.ts';
import type { PlanView as Plan } from './types.ts';
import { useSend } from './use-party.ts';

/** A plan is about grids, however many levels lie between them and its place. */
const GRIDS = { kind: 'grid' };

const jointOf = (plan: Plan) => plan.branches.filter((branch) => branch.kind === 'joint');

function tintsOf(plan: Plan, chosen: readonly string[]): Map<string, Tinted> {
  const tints = new Map<string, Tinted>();
  const joints = jointTints(jointOf(plan));
  let n = 0;
  for (const branch of plan.branches) {
    const joint = branch.kind === 'joint';
    const tint = joint ? (joints[n++] as string) : OWN;
    for (const grid of branch.grids) {
      tints.set(grid, {
        tint,
        label: joint ? branch.name : (plan.places[grid]?.name ?? grid),
      });
    }
  }
  for (const one of plan.uncovered) {
    tints.set(one.grid, {
      tint: NONE,
      label: `${plan.places[one.grid]?.name ?? one.grid} · ${t('party.figure.uncoveredGrids')}`,
    });
  }
  for (const grid of chosen) {
    const found = tints.get(grid);
    if (found) tints.set(grid, { ...found, tint: CHOSEN });
  }
  return tints;
}

type Applied = { made: number; dissolved: number; kept: number; moved: number };

function Apply({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const today = useCounty().data?.today ?? '';
  const [day, setDay] = useState(today);
  const send = useSend<Applied>(`/party/plans/${plan.id}/apply`, '', (done) => {
    toast(t('party.done.apply', done));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('party.plan.apply')} dismissable={false}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ version: plan.version, day });
        }}
      >
        {plan.today && <ChangeLine title={t('party.plan.today')} changes={plan.today.changes} />}
        <Field id="apply-day" label={t('party.plan.applyOn')}>
          <input
            className="hy-input"
            id="apply-day"
            type="date"
            min={today}
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </Field>
        {send.error && (
          <Wrong>{[send.error.message, ...send.error.fields.map((one) => one.message)].join(' · ')}</Wrong>
        )}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending} data-testid="apply-send">
            {t('party.plan.apply')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Found({ plan, chosen, onToggle }: { plan: Plan; chosen: readonly string[]; onToggle: (id: string) => void }) {
  const name = (id: string) => plan.places[id]?.name ?? id;
  const joint = jointOf(plan);
  const tints = jointTints(joint);
  const grid = (id: string) => (
    <button
      key={id}
      type="button"
      className="party-grid"
      aria-pressed={chosen.includes(id)}
      onClick={() => onToggle(id)}
      data-grid={id}
    >
      {name(id)} <small className="hy-num">{plan.places[id]?.members ?? 0}</small>
    </button>
  );
  return (
    <>
      <h3>
        {t('party.plan.joins')} <span className="hy-soft hy-num">{joint.length}</span>
      </h3>
      {joint.length === 0 && <p className="hy-soft">{t('party.plan.nojoins')}</p>}
      <ul className="party-joins" data-testid="plan-joins">
        {joint.map((branch, n) => (
          <li key={branch.grids.join()} style={{ borderInlineStartColor: tints[n] }}>
            <strong>{branch.name}</strong>{' '}
            <span className="hy-soft">
              {t('party.count.members', { n: branch.members })}
              {branch.pinned && ` · ${t('party.wish.inPlan')}`}
            </span>
            <div>{branch.grids.map(grid)}</div>
          </li>
        ))}
      </ul>
      <h3>
        {t('party.plan.uncovered')} <span className="hy-soft hy-num">{plan.uncovered.length}</span>
      </h3>
      {plan.uncovered.length === 0 && <p className="hy-soft">{t('party.plan.all')}</p>}
      <ul className="party-joins" data-testid="plan-uncovered">
        {plan.uncovered.map((one) => (
          <li key={one.grid}>
            <span className="hy-soft">
              {name(one.community)} · {t(`party.why.${one.why}`)}
            </span>
            <div>{grid(one.grid)}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** One plan beside its map. */
export function PlanStage({ plan }: { plan: Plan }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [applying, setApplying] = useState(false);
  const shapes = useShapes(plan.place.id, GRIDS).data;
  const toggle = (id: string) =>
    setChosen((old) => (old.includes(id) ? old.filter((one) => one !== id) : [...old, id]));
  const drawn = useMemo(() => tinted(shapes, tintsOf(plan, chosen)), [shapes, plan, chosen]);
  const before = plan.base?.figures ?? plan.today?.figures;
  return (
    <>
      <section className="list sheet" aria-label={t('party.form')} data-testid="plan" data-state={plan.state}>
        <p>
          <Link to="/party/plans">{t('party.plans')}</Link>
        </p>
        <h2>{t('party.plan.of', { place: plan.place.name, time: momentText(plan.madeAt) })}</h2>
        {plan.state === 'waiting' && (
          <>
            <p role="status">{t('party.plan.waiting')}</p>
            <Loading lines={6} />
          </>
        )}
        {plan.failed && (
          <p className="hy-notice" role="alert">
            {t('party.plan.failed')}：{t(`error.${plan.failed.code}`, plan.failed.params)}
          </p>
        )}
        {plan.stale && (
          <p className="hy-notice" role="alert" data-testid="plan-stale">
            {t('party.plan.stale')}
          </p>
        )}
        {plan.figures && (
          <>
            <FigureLine figures={plan.figures} before={before} />
            <ProofLine plan={plan} />
            {plan.today && <ChangeLine title={t('party.plan.today')} changes={plan.today.changes} />}
            {plan.base && (
              <ChangeLine
                title={`${t('party.plan.base')} · ${t(`party.plan.${plan.base.better > 0 ? 'better' : plan.base.better < 0 ? 'worse' : 'equal'}`)}`}
                changes={plan.base.changes}
              />
            )}
            <div className="hy-actions">
              {plan.abilities.includes('apply') && (
                <Button look="primary" onClick={() => setApplying(true)} data-testid="apply">
                  {t('party.plan.apply')}
                </Button>
              )}
              {plan.appliedDay && <span role="status">{t('party.plan.applied', { day: plan.appliedDay })}</span>}
              <a className="hy-button" href={apiUrl(`/party/plans/${plan.id}/plan.xlsx`)} download>
                <Download size="1em" aria-hidden />
                {t('party.plan.export')}
              </a>
            </div>
          </>
        )}
        {plan.abilities.includes('form') && plan.state !== 'waiting' && (
          <Bench key={plan.id} plan={plan} chosen={chosen} onChosen={setChosen} />
        )}
        {plan.figures && <Found plan={plan} chosen={chosen} onToggle={toggle} />}
        {applying && <Apply plan={plan} onClose={() => setApplying(false)} />}
      </section>
      <aside className="side side-map" aria-label={t('list.map')}>
        {drawn ? (
          <MapView
            label={t('party.plan.map')}
            shapes={drawn}
            onSelectPlace={toggle}
            fit={`${plan.id}.${drawn.features.length}`}
          />
        ) : (
          <EmptyState title={t('loading.words')} />
        )}
        {drawn && <Legend />}
      </aside>
    </>
  );
}

/** What the colours of the map say; each joint branch has one of its own, the first stands for all. */
function Legend() {
  const colours = [
    [OWN, 'party.figure.ownBranches'],
    [jointTint(0), 'party.figure.jointBranches'],
    [NONE, 'party.figure.uncoveredGrids'],
    [CHOSEN, 'party.legend.chosen'],
  ] as const;
  return (
    <ul className="party-legend" aria-label={t('party.legend')}>
      {colours.map(([colour, word]) => (
        <li key={word}>
          <i style={{ background: colour }} aria-hidden />
          {t(word)}
        </li>
      ))}
    </ul>
  );
}
