import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';

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
