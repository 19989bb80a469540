import { Accessibility } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { faceBase } from '../../../shared/api/county.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { LangToggle } from '../../../shared/ui/LangToggle.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { setElder, useElder } from '../frame/elder.ts';
import { Title } from '../frame/Frame.tsx';
import { useOwnGrade } from '../grades/own-grade.ts';
import { useEntries } from '../queue/hooks.ts';
import { sayProblem } from './PhoneCode.tsx';
import { useSession, useSignOut } from './session.ts';

/** Me and this phone: who, how it looks, what waits, signing out. */
export function MePage({ county }: { county: County }) {
  const me = useSession()?.me;
  const elder = useElder();
  const graded = me?.person.kind === 'staff' && county.switches.grades !== false;
  const grade = useOwnGrade(graded ? me.person.id : null).data?.value.grade;
  return (
    <>
      <Title>{t('pocket.tab.me')}</Title>
      <section className="pk-section">
        {me ? (
          <>
            <p className="pk-name">
              <strong>{me.person.name}</strong>
            </p>
            <ul className="hy-soft">
              {me.posts.map((post) => (
                <li key={post.id}>
                  {[post.place?.name ?? post.unit?.name, both(post.word)].filter(Boolean).join(' ')}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <div className="pk-keys">
            <Link className="hy-button" data-look="primary" data-size="large" data-wide to="/sign-in">
              {t('pocket.signIn.title')}
            </Link>
            <Link className="hy-button" data-wide to="/sign-in/staff">
              {t('pocket.signIn.staff')}
            </Link>
          </div>
        )}
      </section>
      <section className="pk-section">
        <h2>{t('pocket.me.look')}</h2>
        <div className="pk-keys">
          {county.switches.elderMode !== false && (
            <Button
              wide
              icon={<Accessibility size="1.2em" aria-hidden />}
              aria-pressed={elder !== null}
              onClick={() => setElder(elder === null ? 1 : null)}
            >
              {t(elder === null ? 'pocket.elder.enter' : 'pocket.elder.leave')}
            </Button>
          )}
          <LangToggle look="line" />
        </div>
      </section>
      <section className="pk-section">
        <h2>{t('pocket.me.phone')}</h2>
        <div className="pk-keys">
          {me && county.switches.facilities !== false && county.switches.rosters !== false && (
            <Link className="hy-button" data-wide to="/duty" data-testid="my-duty">
              {t('facilities.pocket.duty')}
            </Link>
          )}
          {grade && (
            <Link className="hy-button" data-wide to="/me/grade" data-testid="my-grade">
              {t('grades.mine')}
              {grade.standing && ` · ${t('grades.nth', { n: grade.standing.grade })}`}
            </Link>
          )}
          {county.switches.facilities !== false && (
            <Link className="hy-button" data-wide to="/nearby">
              {t('facilities.pocket.near')}
            </Link>
          )}
          <Link className="hy-button" data-wide to="/queue" data-testid="queue">
            {t('pocket.queue.title')}
          </Link>
          {county.switches.publicPage !== false && (
            <a className="hy-button" data-wide href={`${faceBase('public')}/`}>
              {t('pocket.home.results')}
            </a>
          )}
          {me?.person.kind === 'staff' && (
            <a className="hy-button" data-wide href={`${faceBase('console')}/`}>
              {t('pocket.me.console')}
            </a>
          )}
        </div>
      </section>
      {me?.person.kind === 'staff' && (
        <section className="pk-section">
          <Link className="hy-button" data-wide to="/me/password" data-testid="change-password">
            {t('account.password')}
          </Link>
        </section>
      )}
      {me && <SignOut person={me.person.id} />}
      {county.synthetic && <p className="pk-demo">{t('pocket.synthetic')}</p>}
    </>
  );
}

/** Says what stays on the phone before it signs out with things unsent. */
function SignOut({ person }: { person: string }) {
  const signOut = useSignOut();
  const unsent = (useEntries([person]) ?? []).filter((entry) => entry.state !== 'sent').length;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const leave = async () => {
    setBusy(true);
    try {
      await signOut();
    } catch (error) {
      setWrong(sayProblem(error));
      setBusy(false);
    }
  };
  return (
    <section className="pk-section">
      {asking && (
        <p role="alert" className="pk-ask">
          {t('pocket.signOut.unsent', { n: unsent })}
        </p>
      )}
      {wrong && <Wrong>{wrong}</Wrong>}
      <Button
        wide
        busy={busy}
        look={asking ? 'primary' : 'line'}
        data-testid="sign-out"
        onClick={() => {
          if (unsent > 0 && !asking) setAsking(true);
          else void leave();
        }}
      >
        {t(asking ? 'pocket.signOut.anyway' : 'act.signOut')}
      </Button>
      <p className="hy-hint">{t('pocket.signOut.what')}</p>
    </section>
  );
}
