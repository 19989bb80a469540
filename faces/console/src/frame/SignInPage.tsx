import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { api, asProblem, type ProblemError } from '../../../shared/api/client.ts';
import { faceBase } from '../../../shared/api/county.ts';
import { keys } from '../../../shared/api/hooks.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { LangToggle } from '../../../shared/ui/LangToggle.tsx';
import { Mark } from '../../../shared/ui/Mark.tsx';
import { both, t, tOr } from '../../../shared/words/i18n.ts';

function DemoAccounts({ county, onPick }: { county: County; onPick: (username: string) => void }) {
  const { demo } = county;
  if (!demo) return null;
  return (
    <section className="signin-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('signin.demo')}</h2>
      <p className="hy-soft">{t('signin.demoHint', { password: demo.password })}</p>
      <ul>
        {demo.accounts.map((account) => (
          <li key={account.username}>
            <button type="button" data-testid={`account-${account.username}`} onClick={() => onPick(account.username)}>
              <strong>{both(account.title)}</strong>
              <span>{account.at}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="hy-soft">{t('demo.synthetic')}</p>
    </section>
  );
}

export function SignInPage({ county }: { county: County }) {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await api('/session', { body: { username: username.trim(), password } });
      await client.invalidateQueries({ queryKey: keys.me });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const pick = (name: string) => {
    setUsername(name);
    setPassword(county.demo?.password ?? '');
    button.current?.focus();
  };

  return (
    <main className="signin" data-demo={county.demo ? true : undefined}>
      <section className="signin-frame">
        <div className="signin-brand">
          <Mark size={56} onDark />
          <h1>{both(county.loop)}</h1>
          <p>{both(county.name)}</p>
        </div>
        <p className="signin-line">{tOr(['county.tagline'], '')}</p>
        <LangToggle />
      </section>
      <section className="signin-work">
        <form className="hy-form signin-form" onSubmit={(event) => void submit(event)}>
          <h2>{t('signin.title')}</h2>
          <Field id="username" label={t('signin.username')}>
            <input
              className="hy-input"
              id="username"
              data-testid="username"
              autoComplete="username"
              required
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          </Field>
          <Field id="password" label={t('signin.password')}>
            <input
              className="hy-input"
              id="password"
              data-testid="password"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
          {problem && <Wrong>{problem.message}</Wrong>}
          <Button type="submit" look="primary" size="large" wide busy={busy} ref={button} data-testid="sign-in">
            {t('act.signIn')}
          </Button>
          <p className="hy-soft">
            {t('signin.resident')} <a href={`${faceBase('pocket')}/`}>{t('signin.residentLink')}</a>
          </p>
        </form>
        <DemoAccounts county={county} onPick={pick} />
      </section>
    </main>
  );
}
