import { useState } from 'react';
import { Navigate } from 'react-router';
import { PasswordForm } from '../../../shared/account/PasswordForm.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { Title } from '../frame/Frame.tsx';
import { useSession } from './session.ts';

/** For staff, who sign in with a password. */
export function PasswordPage() {
  const session = useSession();
  const [done, setDone] = useState(false);
  if (session !== undefined && session?.me?.person.kind !== 'staff') return <Navigate to="/me" replace />;
  return (
    <>
      <Title back="/me">{t('account.password')}</Title>
      {done ? <p role="status">{t('account.changed')}</p> : <PasswordForm wide onDone={() => setDone(true)} />}
    </>
  );
}
