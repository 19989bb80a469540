import { useQueryClient } from '@tanstack/react-query';
import { CircleHelp, KeyRound, LogOut, PencilLine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { NavLink } from 'react-router';
import { PasswordForm } from '../../../shared/account/PasswordForm.tsx';
import { api } from '../../../shared/api/client.ts';
import { useLiveState } from '../../../shared/api/live.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { LangToggle } from '../../../shared/ui/LangToggle.tsx';
import { Mark } from '../../../shared/ui/Mark.tsx';
import { OfflineBanner } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { KeysHelp } from './KeysHelp.tsx';
import { type ConsolePage, GROUPS, may } from './pages.ts';
import { useKeys } from './use-keys.ts';

function Brand({ county }: { county: County }) {
  return (
    <div className="rail-brand">
      <Mark size={34} onDark />
      <div>
        <strong>{both(county.loop)}</strong>
        <span>{both(county.name)}</span>
      </div>
    </div>
  );
}

function LiveLight() {
  const state = useLiveState();
  return (
    <span className="rail-live" data-state={state} role="status">
      <i aria-hidden="true" />
      {t(`live.${state}`)}
    </span>
  );
}

function WhoAmI({ me }: { me: Me }) {
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const leave = async () => {
    await api('/session', { method: 'DELETE' }).catch(() => undefined);
    client.clear();
    location.reload();
  };
  return (
    <div className="rail-me">
      <strong>{me.person.name}</strong>
      <ul>
        {me.posts.map((post) => (
          <li key={post.id}>
            {both(post.word)}
            <span>{post.place?.name ?? post.unit?.name ?? ''}</span>
          </li>
        ))}
      </ul>
      <div className="rail-foot">
        <LangToggle />
        <Button
          look="plain"
          icon={<KeyRound size="1.1em" aria-hidden />}
          label={t('account.password')}
          data-testid="change-password"
          onClick={() => setChanging(true)}
        />
        <Button
          look="plain"
          icon={<LogOut size="1.1em" aria-hidden />}
          label={t('act.signOut')}
          data-testid="sign-out"
          onClick={() => void leave()}
        />
      </div>
      <Dialog open={changing} onClose={() => setChanging(false)} title={t('account.password')} dismissable={false}>
        <PasswordForm
          onDone={() => {
            setChanging(false);
            toast(t('account.changed'));
          }}
        />
      </Dialog>
    </div>
  );
}

function DemoNote({ county }: { county: County }) {
  const history = county.demo?.history;
  if (!county.synthetic && !county.demo) return null;
  const telling = history && history.total > 0 && history.done < history.total;
  return (
    <p className="rail-demo" title={t('demo.synthetic')}>
      {telling ? t('demo.telling', { share: Math.floor((100 * history.done) / history.total) }) : t('demo.badge')}
    </p>
  );
}

function RailGroup({ group, pages }: { group: ConsolePage['group']; pages: ConsolePage[] }) {
  if (pages.length === 0) return null;
  return (
    <section className="rail-group" aria-label={t(`rail.${group}`)}>
      {group !== 'work' && <h2>{t(`rail.${group}`)}</h2>}
      <ul className="rail-pages">
        {pages.map(({ path, word, icon: Icon }) => (
          <li key={path}>
            <NavLink to={path} data-testid={`nav${path.replace('/', '-')}`}>
              <Icon size="1.15em" strokeWidth={1.8} aria-hidden />
              {t(word)}
            </NavLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The frame: what one may do at the left, the page at the right. */
export function Shell({
  county,
  me,
  pages,
  children,
}: {
  county: County;
  me: Me;
  pages: ConsolePage[];
  children: ReactNode;
}) {
  const [help, setHelp] = useState(false);
  useKeys({ '?': () => setHelp(true) });
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('frame.skip')}
      </a>
      <nav className="rail" aria-label={t('frame.nav')}>
        <Brand county={county} />
        {may(me, 'matter.submit') && (
          <NavLink to="/report" className="rail-report" data-testid="report">
            <PencilLine size="1.1em" aria-hidden />
            {t('page.report')}
          </NavLink>
        )}
        {GROUPS.map((group) => (
          <RailGroup key={group} group={group} pages={pages.filter((page) => page.group === group)} />
        ))}
        <div className="rail-end">
          <DemoNote county={county} />
          <div className="rail-row">
            <LiveLight />
            <Button
              look="plain"
              icon={<CircleHelp size="1.1em" aria-hidden />}
              label={t('keys.title')}
              onClick={() => setHelp(true)}
            />
          </div>
          <WhoAmI me={me} />
        </div>
      </nav>
      <main id="main" className="main" tabIndex={-1}>
        <OfflineBanner />
        {children}
      </main>
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}
