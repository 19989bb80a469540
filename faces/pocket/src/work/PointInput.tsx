import { LocateFixed } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LonLat } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { findPosition, type PositionFailure } from '../device/position.ts';

/** Where I stand, taken at once: proof of having been there. */
export function PointInput({ value, onChange }: { value: LonLat | null; onChange: (value: unknown) => void }) {
  const [state, setState] = useState<'idle' | 'finding' | PositionFailure>('idle');
  const find = async () => {
    setState('finding');
    try {
      onChange((await findPosition()).point);
      setState('idle');
    } catch (failure) {
      setState(failure as PositionFailure);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once when the form opens
  useEffect(() => {
    if (!value) void find();
  }, []);
  return (
    <div className="pk-point">
      <p role="status">
        {value
          ? t('pocket.place.here')
          : t(
              state === 'finding'
                ? 'pocket.place.finding'
                : state === 'idle'
                  ? 'pocket.place.none'
                  : `pocket.place.${state}.act`,
            )}
      </p>
      <Button busy={state === 'finding'} icon={<LocateFixed size="1.1em" aria-hidden />} onClick={() => void find()}>
        {t(value ? 'pocket.place.again' : 'pocket.place.find')}
      </Button>
    </div>
  );
}
