import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { Title } from '../frame/Frame.tsx';
import { PhoneCode, sayProblem } from './PhoneCode.tsx';
import { useSignIn } from './session.ts';

/** Only addresses of this face: a link must not lead elsewhere after signing in. */
function safe(to: string | null): string {
  return to?.startsWith('/') && !to.startsWith('//') ? to : '/';
}

export function SignInPage({ county, staff }: { county: County; staff: boolean }) {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const to = safe(search.get('to'));
  const go = () => navigate(to, { replace: true });
  const query = search.get('to') ? `?to=${encodeURIComponent(to)}` : '';
  return (
    <>
      <Title back="/">{t(staff ? 'pocket.staff.signIn' : 'pocket.signIn.title')}</Title>
      {staff ? <Account county={county} onDone={go} /> : <PhoneCode county={county} onDone={go} />}
      <p className="pk-links">
        {staff ? (
          <Link to={`/sign-in${query}`}>{t('pocket.signIn.resident')}</Link>
        ) : (
          <Link to={`/sign-in/staff${query}`} data-testid="staff-sign-in">
            {t('pocket.signIn.staff')}
          </Link>
        )}
      </p>
    </>
  );
}

function Account({ county, onDone }: { county: County; onDone: () => void }) {
  const signIn = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const demo = county.demo;
  const enter = async () => {
    if (!username.trim() || !password) {
      setWrong(t('pocket.account.wanted'));
      return;
    }
    setBusy(true);
    setWrong(null);
    try {
      await signIn({ username: username.trim(), password });
      onDone();
    } catch (error) {
      setWrong(sayProblem(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="hy-form"
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <Field id="username" label={t('pocket.account')}>
        <input
          id="username"
          className="hy-input"
          autoComplete="username"
          autoCapitalize="none"
          value={username}
          data-testid="username"
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
      </Field>
      <Field id="password" label={t('pocket.password')}>
        <input
          id="password"
          className="hy-input"
          type="password"
          autoComplete="current-password"
          value={password}
          data-testid="password"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      {wrong && <Wrong>{wrong}</Wrong>}
      <Button type="submit" look="primary" size="large" wide busy={busy} data-testid="sign-in">
        {t('pocket.signIn')}
      </Button>
      {demo && (
        <Field id="demo-account" label={t('pocket.demo.accounts')}>
          <select
            id="demo-account"
            className="hy-input"
            value=""
            onChange={(event) => {
              setUsername(event.currentTarget.value);
              setPassword(demo.password);
            }}
          >
            <option value="">{t('pocket.choose')}</option>
            {demo.accounts.map((one) => (
              <option key={one.username} value={one.username}>
                {both(one.title)} {one.at}
              </option>
            ))}
          </select>
        </Field>
      )}
    </form>
  );
}
