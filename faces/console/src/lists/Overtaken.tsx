import type { ProblemError } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';

/** What a form says of a save that was refused; where somebody was faster with something else, that it may be tried again. */
export function SaveError({ error, overtaken }: { error: ProblemError | null; overtaken: boolean }) {
  if (!error || (error.code === 'stale_version' && overtaken)) return null;
  return <Wrong>{error.code === 'stale_version' ? t('lists.stale') : error.message}</Wrong>;
}

/** Somebody changed what is being written: theirs, or one's own, but by a decision. */
export function Overtaken({ gone, onTheirs, onMine }: { gone: boolean; onTheirs: () => void; onMine: () => void }) {
  return (
    <div className="hy-notice" role="alert" data-testid="overtaken">
      <p>{t(gone ? 'lists.overtakenGone' : 'lists.overtaken')}</p>
      <div className="hy-actions">
        <Button onClick={onTheirs} data-testid="take-theirs">
          {t('lists.takeTheirs')}
        </Button>
        <Button look="plain" onClick={onMine} data-testid="keep-mine">
          {t('lists.keepMine')}
        </Button>
      </div>
    </div>
  );
}
