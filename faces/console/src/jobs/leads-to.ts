import type { County, Me } from '../../../shared/api/types.ts';
import { hasPage, pagesFor } from '../frame/pages.ts';

export type Ended = {
  kind: string;
  what?: string | undefined;
  state: string;
  result?: unknown;
};

/** Where what a job made is looked at, by its kind; of imports by what came in. */
const PATHS: Record<string, string> = {
  'import.matters': '/register',
  'import.items': '/items',
  'import.places': '/territory/changes',
  'import.shapes': '/territory/changes',
  'import.facilities': '/facilities',
  'import.devices': '/devices',
  'import.terms': '/people?tab=posts',
  'import.members': '/party',
  'import.grades': '/people?tab=grades',
  'import.reporting': '/people?tab=units',
  'territory.rewrite': '/territory/changes',
  'territory.coverage': '/coverage',
  'territory.mending': '/coverage',
  'territory.mend': '/coverage',
  'party.form': '/party/plans',
};

export const jobKey = ({ kind, what }: Pick<Ended, 'kind' | 'what'>): string => (what ? `${kind}.${what}` : kind);

function pathOf(job: Ended): string | null {
  const { list } = (job.result ?? {}) as { list?: { id: string; version: number } };
  if (list) return `/lists/${list.id}/${list.version}`;
  return PATHS[jobKey(job)] ?? null;
}

/** The page that shows what came of it; null where there is none, or none that this person may open. */
export function leadsTo(job: Ended, me: Me, county: County): string | null {
  const path = job.state === 'done' ? pathOf(job) : null;
  if (path === null) return null;
  const [page = ''] = path.split('?');
  if (!hasPage(county, page)) return null;
  return pagesFor(me, county).some((one) => page === one.path || page.startsWith(`${one.path}/`)) ? path : null;
}
