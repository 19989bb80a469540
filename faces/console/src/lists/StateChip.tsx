import { t } from '../../../shared/words/i18n.ts';

/** Where a version stands; what counts today stands out. */
export function StateChip({ state }: { state: string }) {
  return (
    <span className="hy-chip" data-tone={state === 'in_force' ? 'brand' : 'line'}>
      {t(`lists.state.${state}`)}
    </span>
  );
}
