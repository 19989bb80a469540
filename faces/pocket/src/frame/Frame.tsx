import { ArrowLeft, CircleUser, ClipboardList, House, Map as MapIcon, Megaphone, Send } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import type { County } from '../../../shared/api/types.ts';
import { Mark } from '../../../shared/ui/Mark.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { shownAccounts, useSession } from '../account/session.ts';
import { useLine } from '../lib/line.ts';
import { useEntries } from '../queue/hooks.ts';
import { SIZES, setElder, useElder } from './elder.ts';
import { takeNewVersion, useNewVersion } from './worker.ts';

type Tab = { to: string; word: string; Icon: typeof House };

const RESIDENT: Tab[] = [
  { to: '/', word: 'pocket.tab.home', Icon: House },
  { to: '/mine', word: 'pocket.tab.mine', Icon: ClipboardList },
  { to: '/me', word: 'pocket.tab.me', Icon: CircleUser },
];
const STAFF: Tab[] = [
  { to: '/', word: 'pocket.tab.tasks', Icon: ClipboardList },
  { to: '/grid', word: 'pocket.tab.grid', Icon: MapIcon },
  { to: '/report', word: 'pocket.tab.report', Icon: Megaphone },
  { to: '/me', word: 'pocket.tab.me', Icon: CircleUser },
];

/** The frame of every page: county and brand above, what waits to be sent, the few places to go to below. */
export function Frame({ county, children }: { county: County; children: ReactNode }) {
  const session = useSession();
  const staff = session?.me?.person.kind === 'staff';
  return (
    <div className="pk-frame">
      <a className="hy-sr pk-skip" href="#main">
        {t('pocket.skip')}
      </a>
      <header className="pk-head">
        <Link to="/" className="pk-brand">
          <Mark size={26} onDark />
          <span>
            <strong>{both(county.loop)}</strong>
            <small>{both(county.name)}</small>
          </span>
        </Link>
        <Unsent />
        <SizeKeys />
      </header>
      <Notices />
      <main id="main" className="pk-main" tabIndex={-1}>
        {children}
      </main>
      <nav className="pk-tabs" aria-label={t('pocket.tabs')}>
        {(staff ? STAFF : RESIDENT).map(({ to, word, Icon }) => (
          <NavLink key={to} to={to} end={to === '/'} className="pk-tab">
            <Icon size="1.4em" strokeWidth={1.8} aria-hidden />
            <span>{t(word)}</span>
          </NavLink>
        ))}
      </nav>
    </div>
  );
}

/** How many things have not gone yet; nothing where all has. */
function Unsent() {
  const entries = useEntries(shownAccounts(useSession()));
  const open = entries?.filter((entry) => entry.state !== 'sent') ?? [];
  if (open.length === 0) return null;
  const refused = open.some((entry) => entry.state === 'refused');
  return (
    <Link to="/queue" className="pk-unsent" data-refused={refused || undefined} data-testid="unsent">
      <Send size="1.1em" aria-hidden />
      {t('pocket.unsent', { n: open.length })}
    </Link>
  );
}

function SizeKeys() {
  const size = useElder();
  if (size === null) return null;
  return (
    <fieldset className="pk-sizes" aria-label={t('pocket.elder.size')}>
      <button type="button" disabled={size === 0} onClick={() => setElder(size - 1)}>
        A− <span className="hy-sr">{t('pocket.elder.smaller')}</span>
      </button>
      <button type="button" disabled={size === SIZES.length - 1} onClick={() => setElder(size + 1)}>
        A+ <span className="hy-sr">{t('pocket.elder.larger')}</span>
      </button>
    </fieldset>
  );
}

function Notices() {
  const online = useLine();
  const newer = useNewVersion();
  return (
    <div aria-live="polite">
      {!online && <p className="pk-strip">{t('pocket.offline')}</p>}
      {newer && (
        <p className="pk-strip" data-tone="brand">
          {t('pocket.newVersion')}
          <button type="button" onClick={takeNewVersion}>
            {t('pocket.newVersion.take')}
          </button>
        </p>
      )}
    </div>
  );
}

/** A page's title, with the way back. Says itself to screen readers and in the window's title when the page changes. */
export function Title({ children, back }: { children: string; back?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    scrollTo(0, 0);
    if (key !== 'default') heading.current?.focus({ preventScroll: true });
  }, [key]);
  useEffect(() => {
    document.title = children;
  }, [children]);
  return (
    <div className="pk-title">
      {back && (
        <Link to={back} className="pk-back" aria-label={t('pocket.back')}>
          <ArrowLeft size="1.3em" aria-hidden />
        </Link>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
    </div>
  );
}
