import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FilePlus2 } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayText, listText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import './lists.css';
import { StateChip } from './StateChip.tsx';
import type { Acted, VersionCard } from './types.ts';
import { useLists } from './use-lists.ts';

function named(people: { name: string }[]): string {
  return listText(people.map((one) => one.name || t('lists.someone')));
}

/** When it counts, in a line. */
export function whenText({ effectiveFrom, until, state }: VersionCard): string {
  if (effectiveFrom === null || state === 'draft' || state === 'withdrawn') return t('lists.noDay');
  const from = t('lists.from', { day: dayText(effectiveFrom, { year: true }) });
  return until && state !== 'submitted' ? `${from} ${t('lists.until', { day: dayText(until, { year: true }) })}` : from;
}

function Versions({ versions }: { versions: VersionCard[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('lists.versions')}</th>
          <th scope="col">{t('lists.status')}</th>
          <th scope="col">{t('lists.day')}</th>
          <th scope="col">{t('lists.tab.contents')}</th>
          <th scope="col">{t('lists.authors')}</th>
          <th scope="col">{t('lists.approvals')}</th>
        </tr>
      </thead>
      <tbody>
        {versions.map((one) => (
          <tr key={one.version} data-state={one.state} data-testid="version-row">
            <td>
              <Link to={`/lists/${one.list}/${one.version}`}>{t('lists.version', { version: one.version })}</Link>
            </td>
            <td>
              <StateChip state={one.state} />
            </td>
            <td>{whenText(one)}</td>
            <td>{t(`lists.rows.${one.kind}`, { n: numberText(one.rows) })}</td>
            <td>{named(one.authors) || <span className="hy-soft">{t('lists.byProgram')}</span>}</td>
            <td>
              {named(one.approvals) ||
                (one.state === 'submitted' ? t('lists.approvalsOf', { n: one.approvals.length }) : '')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function List({ versions, me }: { versions: VersionCard[]; me: Me }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [newest] = versions as [VersionCard];
  const base = versions.find((one) => one.state === 'in_force') ?? newest;
  const draft = useMutation<Acted, ProblemError>({
    mutationFn: () => api(`/lists/${base.list}/versions`, { body: { base: base.version }, key: newId() }),
    onSuccess: ({ list, version }) => {
      void client.invalidateQueries({ queryKey: ['lists'] });
      navigate(`/lists/${list}/${version}`);
    },
    onError: (error) => toast(error.message, 'wrong'),
  });
  return (
    <section className="listed" aria-label={newest.title} data-testid={`list-${newest.list}`}>
      <header>
        <h2>{newest.title}</h2>
        <span className="hy-soft">{t(newest.own ? `lists.kind.${newest.kind}` : 'lists.kind.other')}</span>
        <span className="grow" />
        {may(me, 'items.edit') && (
          <Button
            icon={<FilePlus2 size="1em" aria-hidden />}
            busy={draft.isPending}
            onClick={() => draft.mutate()}
            data-testid={`draft-${newest.list}`}
          >
            {t('lists.newDraftFrom', { version: base.version })}
          </Button>
        )}
      </header>
      {!newest.own && <p className="hy-soft">{t('lists.otherHint')}</p>}
      <Versions versions={versions} />
    </section>
  );
}

/** All lists of the county with their versions: in force, planned, drafts, old ones. */
export default function ListsPage({ me }: { me: Me }) {
  const { data, error, refetch } = useLists();
  const lists = [...Map.groupBy(data ?? [], (one) => one.list).values()].sort((a, b) => rank(a) - rank(b));
  return (
    <div className="listspage">
      <header className="head">
        <h1>{t('page.lists')}</h1>
        <span className="hy-soft">{t('lists.lead')}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="lists-body" aria-label={t('page.lists')} tabIndex={0}>
        {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
        {!error && !data && <Loading lines={8} />}
        {data && lists.length === 0 && <EmptyState title={t('lists.none')}>{t('lists.noneHint')}</EmptyState>}
        {lists.map((versions) => (
          <List key={versions[0]?.list} versions={versions} me={me} />
        ))}
      </section>
    </div>
  );
}

/** The county's items, then its duties, then catalogues from elsewhere. */
function rank([first]: VersionCard[]): number {
  if (!first?.own) return 2;
  return first.kind === 'items' ? 0 : 1;
}
