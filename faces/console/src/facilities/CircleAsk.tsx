import { Footprints } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../shared/ui/Button.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { useRules } from './rules.ts';

export type CircleBody = { kinds: string[]; minutes: number; sites: number };

/** What is to be computed: which kinds of station, how long a walk, how many more of them. */
export function CircleAsk({ busy, onAsk }: { busy: boolean; onAsk: (body: CircleBody) => void }) {
  const rules = useRules().data;
  const [kinds, setKinds] = useState<string[] | null>(null);
  const [minutes, setMinutes] = useState<number | null>(null);
  const [sites, setSites] = useState(3);
  const chosen = kinds ?? rules?.kinds.filter((one) => one.circle).map((one) => one.kind) ?? [];
  const limit = minutes ?? rules?.circle.minutes ?? 15;
  return (
    <form
      className="fac-ask"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({ kinds: chosen, minutes: limit, sites: 0 });
      }}
    >
      <fieldset className="fac-checks">
        <legend>{t('facilities.circle.kinds')}</legend>
        {rules?.kinds.map((one) => (
          <label className="check" key={one.kind}>
            <input
              type="checkbox"
              checked={chosen.includes(one.kind)}
              onChange={(event) =>
                setKinds(event.target.checked ? [...chosen, one.kind] : chosen.filter((kind) => kind !== one.kind))
              }
            />
            {both(one.word)}
          </label>
        ))}
      </fieldset>
      <div className="fac-askrow">
        <label htmlFor="circle-minutes">{t('facilities.circle.minutes')}</label>
        <input
          className="hy-input hy-num"
          id="circle-minutes"
          type="number"
          min={1}
          max={60}
          value={limit}
          onChange={(event) => setMinutes(Number(event.target.value) || 1)}
        />
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={chosen.length === 0}
          icon={<Footprints size="1em" aria-hidden />}
          data-testid="circle-ask"
        >
          {t('facilities.circle.compute')}
        </Button>
      </div>
      <div className="fac-askrow">
        <label htmlFor="circle-sites">{t('facilities.circle.sites')}</label>
        <input
          className="hy-input hy-num"
          id="circle-sites"
          type="number"
          min={1}
          max={30}
          value={sites}
          onChange={(event) => setSites(Number(event.target.value) || 1)}
        />
        <Button
          busy={busy}
          disabled={chosen.length === 0}
          onClick={() => onAsk({ kinds: chosen, minutes: limit, sites })}
          data-testid="circle-next"
        >
          {t('facilities.circle.next')}
        </Button>
      </div>
    </form>
  );
}
