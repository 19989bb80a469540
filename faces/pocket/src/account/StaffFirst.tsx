import { Link } from 'react-router';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';

/** A page of somebody's own, opened from a message without a session: sign in, and come back to it. */
export function StaffFirst({ to }: { to: string }) {
  return (
    <EmptyState
      title={t('pocket.staff.first')}
      action={
        <Link
          className="hy-button"
          data-look="primary"
          data-size="large"
          to={`/sign-in/staff?to=${encodeURIComponent(to)}`}
          data-testid="sign-in-first"
        >
          {t('pocket.staff.signIn')}
        </Link>
      }
    >
      {t('pocket.staff.first.more')}
    </EmptyState>
  );
}
