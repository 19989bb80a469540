import { Pin, Split } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { WishList } from './PlanSide.tsx';
import type { PlanView as Plan, Wishes } from './types.ts';
import { useSend } from './use-party.ts';

/** The wishes of a plan as far as their grids are still there. */
function stillThere({ wish, gone }: Plan): Wishes {
  const there = (id: string) => !gone.includes(id);
  return {
    pins: wish.pins.map((grids) => grids.filter(there)).filter((grids) => grids.length > 1),
    forbids: wish.forbids.filter((pair) => pair.every(there)),
    owns: wish.owns.filter(there),
  };
}

/** The workbench: choose grids, pin or keep apart, form again. */
export function Bench({ plan, chosen, onChosen }: { plan: Plan; chosen: string[]; onChosen: (ids: string[]) => void }) {
  const navigate = useNavigate();
  const [wishes, setWishes] = useState<Wishes>(() => stillThere(plan));
  const send = useSend<{ plan: string }>('/party/plans', '', ({ plan: made }) => navigate(`/party/plans/${made}`));
  const nameOf = (id: string) => plan.places[id]?.name ?? id;
  // A plan whose grids have changed is formed anew without any other wish.
  const changed = plan.stale || JSON.stringify(wishes) !== JSON.stringify(plan.wish);
  const take = (next: Wishes) => {
    setWishes(next);
    onChosen([]);
  };
  return (
    <section className="party-bench" aria-label={t('party.wish.list')}>
      <p className="hy-soft">
        {chosen.length === 0 ? t('party.wish.hint') : t('party.wish.chosen', { n: chosen.length })}
        {chosen.length > 0 && ` · ${chosen.map(nameOf).join('、')}`}
      </p>
      <div className="hy-actions">
        <Button
          icon={<Pin size="1em" aria-hidden />}
          disabled={chosen.length < 2}
          onClick={() => take({ ...wishes, pins: [...wishes.pins, chosen] })}
          data-testid="wish-pin"
        >
          {t('party.wish.pin')}
        </Button>
        <Button
          icon={<Split size="1em" aria-hidden />}
          disabled={chosen.length !== 2}
          onClick={() => take({ ...wishes, forbids: [...wishes.forbids, [chosen[0] ?? '', chosen[1] ?? '']] })}
          data-testid="wish-forbid"
        >
          {t('party.wish.forbid')}
        </Button>
        {chosen.length > 0 && (
          <Button look="plain" onClick={() => onChosen([])}>
            {t('party.wish.clear')}
          </Button>
        )}
        <Button
          look={changed ? 'primary' : 'line'}
          disabled={!changed}
          busy={send.isPending}
          onClick={() => send.mutate({ place: plan.place.id, base: plan.id, wishes })}
          data-testid="form-again"
        >
          {t('party.plan.again')}
        </Button>
      </div>
      <WishList wishes={wishes} nameOf={nameOf} onChange={setWishes} />
      {send.error && <Wrong>{[send.error.message, ...send.error.fields.map((one) => one.message)].join(' · ')}</Wrong>}
    </section>
  );
}
