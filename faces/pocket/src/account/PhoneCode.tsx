import { useState } from 'react';
import { api, asProblem } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { useSignIn } from './session.ts';

type Asked = { sent: boolean; demoCode?: string };

/** A phone number and the code sent to it. In a demo the code is shown, because nothing is really sent. */
export function PhoneCode({
  county,
  onDone,
  wordsForSend,
}: {
  county: County;
  onDone: (me: Me) => void;
  wordsForSend?: string;
}) {
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [busy, setBusy] = useState<'ask' | 'enter' | null>(null);
  const [wrong, setWrong] = useState<{ at: 'phone' | 'code'; words: string } | null>(null);
  const signIn = useSignIn();

  const ask = async () => {
    if (!/^1\d{10}$/.test(phone)) {
      setWrong({ at: 'phone', words: t('pocket.phone.wrong') });
      return;
    }
    setBusy('ask');
    setWrong(null);
    try {
      setAsked(await api<Asked>('/phone-code', { body: { phone } }));
    } catch (error) {
      setWrong({ at: 'phone', words: sayProblem(error) });
    } finally {
      setBusy(null);
    }
  };
  const enter = async () => {
    if (code.trim() === '') {
      setWrong({ at: 'code', words: t('pocket.code.wanted') });
      return;
    }
    setBusy('enter');
    setWrong(null);
    try {
      onDone(await signIn({ phone, code: code.trim() }));
    } catch (error) {
      setWrong({ at: 'code', words: sayProblem(error) });
      setBusy(null);
    }
  };

  return (
    <form
      className="hy-form"
      onSubmit={(event) => {
        event.preventDefault();
        void (asked ? enter() : ask());
      }}
    >
      <Field id="phone" label={t('pocket.phone')} wrong={wrong?.at === 'phone' ? wrong.words : null}>
        <div className="pk-phone">
          <input
            id="phone"
            className="hy-input"
            type="tel"
            inputMode="numeric"
            autoComplete="tel-national"
            maxLength={11}
            value={phone}
            aria-describedby="phone-note"
            data-testid="phone"
            onChange={(event) => setPhone(event.currentTarget.value.replace(/\D/g, ''))}
          />
          <Button
            busy={busy === 'ask'}
            look={asked ? 'line' : 'primary'}
            data-testid="code-ask"
            onClick={() => void ask()}
          >
            {t(asked ? 'pocket.code.again' : 'pocket.code.ask')}
          </Button>
        </div>
      </Field>
      {county.demo && !asked && county.demo.residents.length > 0 && (
        <p className="pk-demo">
          {t('pocket.demo.residents')}{' '}
          {county.demo.residents.slice(0, 3).map((one) => (
            <button key={one.phone} type="button" className="hy-button" onClick={() => setPhone(one.phone)}>
              {one.name} <span className="hy-num">{one.phone}</span>
            </button>
          ))}
        </p>
      )}
      {asked && (
        <>
          <Field
            id="code"
            label={t('pocket.code')}
            hint={asked.demoCode ? t('pocket.code.demo', { code: asked.demoCode }) : t('pocket.code.sent', { phone })}
            wrong={wrong?.at === 'code' ? wrong.words : null}
          >
            <input
              id="code"
              className="hy-input"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={8}
              value={code}
              aria-describedby="code-note"
              data-testid="code"
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          </Field>
          <Button type="submit" look="primary" size="large" wide busy={busy === 'enter'} data-testid="sign-in">
            {wordsForSend ?? t('pocket.signIn')}
          </Button>
        </>
      )}
      {wrong && !asked && wrong.at === 'code' && <Wrong>{wrong.words}</Wrong>}
    </form>
  );
}

export function sayProblem(error: unknown): string {
  const problem = asProblem(error);
  if (problem.status === 0) return t('pocket.unreachable');
  return problem.fields[0]?.message || problem.message;
}
