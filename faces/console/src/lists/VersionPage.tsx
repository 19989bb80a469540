import { ArrowLeft, Download, Undo2 } from 'lucide-react';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import type { Me } from '../../../shared/api/types.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { listText, momentText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { Acts } from './Acts.tsx';
import { Compare } from './Compare.tsx';
import { Contents } from './Contents.tsx';
import { Duties } from './Duties.tsx';
import { ImportInto } from './ImportInto.tsx';
import { whenText } from './ListsPage.tsx';
import './lists.css';
import { Replay } from './Replay.tsx';
import { StateChip } from './StateChip.tsx';
import type { VersionView } from './types.ts';
import { pathOf, useLists, useVersion } from './use-lists.ts';

const TABS = ['contents', 'compare', 'replay'] as const;
type Tab = (typeof TABS)[number];

function Facts({ view }: { view: VersionView }) {
  const people = (list: { name: string }[]) => listText(list.map((one) => one.name || t('lists.someone')));
  return (
    <p className="version-facts">
      <span>{whenText(view)}</span>
      <span>{t(`lists.rows.${view.kind}`, { n: numberText(view.rows) })}</span>
      {view.base !== null && (
        <Link to={`/lists/${view.list}/${view.base}`}>{t('lists.base', { version: view.base })}</Link>
      )}
      <span>
        {t('lists.authors')} {people(view.authors) || t('lists.byProgram')}
      </span>
      {view.state === 'submitted' && <span>{t('lists.approvalsOf', { n: view.approvals.length })}</span>}
      {view.approvals.length > 0 && (
        <span>
          {t('lists.approvals')}{' '}
          {listText(view.approvals.map((one) => `${one.name || t('lists.someone')}（${momentText(one.at)}）`))}
        </span>
      )}
    </p>
  );
}

/** Why it came back, the latest first. */
function Notes({ view }: { view: VersionView }) {
  const [last] = view.notes;
  if (!last) return null;
  const word = last.verb === 'return' ? 'lists.returned' : 'lists.withdrawnBy';
  return (
    <p className="hy-notice version-note" role="status">
      <Undo2 size="1.2em" aria-hidden />
      <span>
        <strong>{t(word, { name: last.name || t('lists.someone'), at: momentText(last.at) })}</strong> {last.words}
      </span>
    </p>
  );
}

/** `/lists/duties` leads to the version in force. */
function InForce({ list }: { list: string }) {
  const { data, error, refetch } = useLists();
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const found = data.find((one) => one.list === list && one.state === 'in_force');
  if (found) return <Navigate to={`/lists/${list}/${found.version}`} replace />;
  return <EmptyState title={t('lists.none')}>{t('lists.noneHint')}</EmptyState>;
}

function Body({ view, tab, me }: { view: VersionView; tab: Tab; me: Me }) {
  if (tab === 'compare') return <Compare view={view} />;
  if (tab === 'replay') return <Replay view={view} me={me} />;
  return view.kind === 'items' ? (
    <Contents key={view.version} view={view} />
  ) : (
    <Duties key={view.version} view={view} />
  );
}

/** One version of a list: what stands in it, how it differs, what it would change, and the acts of its lifecycle. */
export default function VersionPage({ me }: { me: Me }) {
  const { list = '', version = '', tab: given } = useParams();
  const navigate = useNavigate();
  const no = /^[1-9]\d*$/.test(version) ? Number(version) : 0;
  const { data: view, error, refetch } = useVersion(list, no);
  if (no === 0) return <InForce list={list} />;
  if (error && !view) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!view) return <Loading lines={10} />;
  const works = may(me, 'items.edit') || may(me, 'items.approve');
  const tabs = TABS.filter((one) => one !== 'replay' || (works && view.kind === 'items' && view.own));
  const tab: Tab = tabs.find((one) => one === given) ?? 'contents';
  const edits = view.abilities.some((one) => one.verb === 'edit');
  return (
    <div className="versionpage" data-state={view.state} data-testid="version">
      <header className="head">
        <Link to="/lists" className="hy-button" data-look="plain" data-icon aria-label={t('page.lists')}>
          <ArrowLeft size="1.1em" aria-hidden />
        </Link>
        <h1>
          {view.title} · {t('lists.version', { version: view.version })}
        </h1>
        <StateChip state={view.state} />
        <span className="grow" />
        <a className="hy-button" href={apiUrl(`${pathOf(list, no)}/workbook.xlsx`)} download data-testid="export">
          <Download size="1em" aria-hidden />
          {t('lists.exportXlsx')}
        </a>
        {edits && <ImportInto view={view} />}
        <Acts
          view={view}
          me={me}
          onReview={() => navigate(`/lists/${list}/${no}/compare`)}
          reviewing={tab === 'compare'}
        />
      </header>
      <div className="version-about">
        <Facts view={view} />
        <Notes view={view} />
        <nav className="switch" aria-label={t('lists.views')}>
          {tabs.map((one) => (
            <Link
              key={one}
              className="hy-button"
              aria-current={one === tab ? 'page' : undefined}
              to={`/lists/${list}/${no}/${one}`}
              data-testid={`tab-${one}`}
            >
              {t(`lists.tab.${one}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Body view={view} tab={tab} me={me} />
    </div>
  );
}
