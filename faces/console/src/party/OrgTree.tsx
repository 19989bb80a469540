import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import type { OrgCard } from './types.ts';
import { useOrgs } from './use-party.ts';

function Due({ org }: { org: OrgCard }) {
  if (!org.due || !org.term) return null;
  return (
    <span className="party-due" data-due={org.due}>
      {t(`party.due.${org.due}`, { day: org.term })}
    </span>
  );
}

function Node({ org, selected, line }: { org: OrgCard; selected: string | null; line: readonly string[] }) {
  const [open, setOpen] = useState(line.includes(org.id));
  return (
    <li>
      <div className="party-node" data-active={org.id === selected || undefined}>
        {org.below > 0 ? (
          <button
            type="button"
            className="party-twist"
            aria-expanded={open}
            aria-label={org.name}
            onClick={() => setOpen(!open)}
          >
            {open ? <ChevronDown size="1em" aria-hidden /> : <ChevronRight size="1em" aria-hidden />}
          </button>
        ) : (
          <span className="party-twist" />
        )}
        <Link to={`/party/${org.id}`} aria-current={org.id === selected ? 'true' : undefined}>
          <span>{org.name}</span>
          <small className="hy-soft hy-num">
            {org.below > 0 ? org.below : org.members > 0 ? t('party.count.members', { n: org.members }) : ''}
          </small>
        </Link>
      </div>
      <Due org={org} />
      {open && <Branch parent={org.id} selected={selected} line={line} />}
    </li>
  );
}

function Branch({ parent, selected, line }: { parent: string; selected: string | null; line: readonly string[] }) {
  const { data, error, refetch } = useOrgs({ parent });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={2} />;
  return (
    <ul className="party-branch">
      {data.rows.map((org) => (
        <Node key={org.id} org={org} selected={selected} line={line} />
      ))}
    </ul>
  );
}

/** The tree, opened along the line to the organisation that is looked at; or what was searched for, as a list. */
export function OrgTree({
  q,
  ending,
  selected,
  line,
}: {
  q: string;
  ending: boolean;
  selected: string | null;
  line: readonly string[];
}) {
  const { data, error, refetch } = useOrgs({ ...(q ? { q } : {}), ...(ending ? { ending } : {}) });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={10} />;
  if (data.rows.length === 0) {
    return q || ending ? (
      <EmptyState title={t('party.none')} />
    ) : (
      <EmptyState title={t('party.empty')}>{t('party.empty.hint')}</EmptyState>
    );
  }
  if (!q && !ending) {
    return (
      <ul className="party-branch party-root" data-testid="org-tree">
        {data.rows.map((org) => (
          <Node key={`${org.id}${line.includes(org.id)}`} org={org} selected={selected} line={line} />
        ))}
      </ul>
    );
  }
  return (
    <ul className="party-branch party-root">
      {data.rows.map((org) => (
        <li key={org.id}>
          <div className="party-node" data-active={org.id === selected || undefined}>
            <Link to={`/party/${org.id}`}>
              <span>{org.name}</span>
              <small className="hy-soft">{both(org.word)}</small>
            </Link>
          </div>
          <Due org={org} />
        </li>
      ))}
    </ul>
  );
}
