import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Upload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import { onProgress } from '../../../shared/api/live.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText, numberText } from '../../../shared/words/format.ts';
import { hasWords, t, tOr } from '../../../shared/words/i18n.ts';
import { ImportDialog, useImports } from './ImportDialog.tsx';
import { leadsTo } from './leads-to.ts';

type JobView = {
  id: string;
  kind: string;
  what?: string;
  state: string;
  done: number;
  total: number;
  startedAt: string;
  endedAt: string | null;
  result?: unknown;
  problem?: string | null;
};

function Progress({ job }: { job: JobView }) {
  if (job.total <= 0) return null;
  return (
    <div className="progress">
      <progress max={job.total} value={job.done} aria-label={t('jobs.progress')} />
      <span className="hy-num">
        {numberText(job.done)} / {numberText(job.total)}
      </span>
    </div>
  );
}

type RowFault = Record<string, unknown>;

function isFaults(value: unknown): value is RowFault[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null);
}

function cell(value: unknown): string {
  if (typeof value === 'string') return tOr([`error.${value}`], value);
  if (typeof value === 'number') return numberText(value);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** Figures as they are, lists of rows as a table: a result says row by row what was not taken and why. */
function Result({ result }: { result: unknown }) {
  if (typeof result !== 'object' || result === null) return null;
  // A room may put its figures into a field of their own.
  const { figures: own, ...rest } = result as Record<string, unknown>;
  const entries = Object.entries({ ...(typeof own === 'object' ? own : {}), ...rest });
  const figures = entries.filter(([, value]) => typeof value === 'number' || typeof value === 'string');
  const tables = entries.filter((entry): entry is [string, RowFault[]] => isFaults(entry[1]));
  return (
    <>
      <dl className="facts">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{tOr([`jobs.figure.${name}`, `import.figure.${name}`], name)}</dt>
            <dd className="hy-num">{cell(value)}</dd>
          </div>
        ))}
      </dl>
      {tables.map(([name, rows]) => {
        const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
        return (
          <section key={name}>
            <h3>{tOr([`jobs.figure.${name}`, `import.figure.${name}`], name)}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
            <section className="scroll-x" aria-label={name} tabIndex={0}>
              <table className="table">
                <thead>
                  <tr>
                    {columns.map((column) => (
                      <th scope="col" key={column}>
                        {tOr([`jobs.column.${column}`, `column.${column}`, `field.${column}`], column)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, 500).map((row) => (
                    <tr key={JSON.stringify(row)}>
                      {columns.map((column) => (
                        <td key={column}>{cell(row[column])}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </section>
        );
      })}
    </>
  );
}

function jobName({ kind, what }: JobView): string {
  const name = hasWords(`jobs.kind.${kind}`) ? t(`jobs.kind.${kind}`) : kind;
  return what ? t('jobs.nameOf', { name, what: tOr([`imports.kind.${what}`, `export.${what}`], what) }) : name;
}

function Sheet({ id, me }: { id: string; me: Me }) {
  const { data, error, refetch } = useQuery<JobView, ProblemError>({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => api<JobView>(`/jobs/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data && query.state.data.endedAt === null ? 2000 : false),
  });
  const county = useCounty().data;
  const importable = useImports();
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={4} />;
  const made = county && leadsTo(data, me, county);
  return (
    <article className="sheet" data-testid="job-sheet">
      <h2>{jobName(data)}</h2>
      <p>{t(`jobs.state.${data.state}`)}</p>
      <Progress job={data} />
      <p className="hy-soft">
        {t('jobs.started', { at: momentText(data.startedAt) })}
        {data.endedAt && ` · ${t('jobs.ended', { at: momentText(data.endedAt) })}`}
      </p>
      {data.problem && (
        <p className="hy-notice" data-tone="wrong">
          {tOr([`error.${data.problem}`], data.problem)}
        </p>
      )}
      <Result result={data.result} />
      <div className="hy-actions">
        {made && (
          <Link className="hy-button" data-look="primary" to={made} data-testid="job-made">
            {t('jobs.made')}
          </Link>
        )}
        {data.kind === 'import' && data.state === 'done' && importable.some(({ kind }) => kind === data.what) && (
          <a className="hy-button" href={apiUrl(`/jobs/${data.id}/result.xlsx`)} download data-testid="job-result">
            <Download size="1em" aria-hidden />
            {t('jobs.rows')}
          </a>
        )}
      </div>
    </article>
  );
}

/** Long work: how far it is and how it ended. It can be left and found again. */
export default function JobsPage({ me }: { me: Me }) {
  const { id } = useParams();
  const client = useQueryClient();
  const [importing, setImporting] = useState(false);
  const importable = useImports().length > 0;
  const jobs = useQuery<{ rows: JobView[] }, ProblemError>({
    queryKey: ['jobs', 'list'],
    queryFn: ({ signal }) => api<{ rows: JobView[] }>('/jobs', { signal }),
  });
  useEffect(() => onProgress(() => void client.invalidateQueries({ queryKey: ['jobs'] })), [client]);
  const rows = jobs.data?.rows ?? [];
  return (
    <div className="master">
      <header className="head">
        <h1>{t('page.jobs')}</h1>
        <span className="hy-soft">{t('jobs.lead')}</span>
        <span className="grow" />
        {importable && (
          <Button icon={<Upload size="1em" aria-hidden />} onClick={() => setImporting(true)} data-testid="import">
            {t('imports.title')}
          </Button>
        )}
      </header>
      <section className="list" aria-label={t('page.jobs')}>
        {jobs.isPending && <Loading lines={6} />}
        {jobs.isError && <Failed error={jobs.error} onRetry={() => void jobs.refetch()} />}
        {jobs.data && rows.length === 0 && <EmptyState title={t('jobs.none')}>{t('jobs.noneHint')}</EmptyState>}
        <ul className="joblist">
          {rows.map((job) => (
            <li key={job.id} data-active={job.id === id || undefined}>
              <Link to={`/jobs/${job.id}`}>{jobName(job)}</Link>
              <span>{t(`jobs.state.${job.state}`)}</span>
              <span className="hy-soft hy-num">{momentText(job.startedAt)}</span>
              {job.endedAt === null && <Progress job={job} />}
            </li>
          ))}
        </ul>
      </section>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      <aside className="side" aria-label={t('jobs.one')}>
        {id ? <Sheet id={id} me={me} /> : <EmptyState title={t('jobs.pick')} />}
      </aside>
    </div>
  );
}
