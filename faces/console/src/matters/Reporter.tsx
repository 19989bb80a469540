import { useState } from 'react';
import type { MatterView } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';
import { type Clear, Unmask } from '../frame/Unmask.tsx';

/** Who reported it, masked; the clear name and phone for a reason that is kept. */
export function Reporter({ matter }: { matter: MatterView }) {
  const { reporter } = matter;
  const [clear, setClear] = useState<Clear | null>(null);
  const shown = clear ?? reporter;
  return (
    <>
      <span>{shown.name ?? t(`reporter.${reporter.kind}`)}</span>
      {shown.phone && <span className="hy-num phone">{shown.phone}</span>}
      {reporter.mayUnmask && !clear && <Unmask path={`/matters/${matter.id}/unmask`} onClear={setClear} />}
    </>
  );
}
