/** One place: where it belongs, what is in it, who answers there, what is planned and what was. */
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../shared/api/client.ts';
import type { Bilingual } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { Tabs } from '../../../shared/ui/Tabs.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { ChangeRow } from './Changes.tsx';
import { History } from './History.tsx';
import { useChildren } from './Tree.tsx';
import type { PlaceSheet, Verb } from './types.ts';
import { areaText, kindWords } from './words.ts';

type Answerer = {
  place: { id: string; name: string; kind: string };
  posts: { id: string; kind: string; word: Bilingual; holders: { id: string; name: string; phone: string | null }[] }[];
  units: { id: string; name: string }[];
};

const DOWN_TO = ['town', 'community', 'grid', 'compound', 'building', 'stairway', 'household'];

function Below({ parent }: { parent: PlaceSheet['place'] }) {
  const [q, setQ] = useState('');
  const children = useChildren(parent.id);
  if (children.isError) return <Failed error={children.error} onRetry={() => void children.refetch()} />;
  if (!children.data) return <Loading lines={6} />;
  if (children.data.length === 0) return <p className="hy-soft">{t('territory.nothingBelow')}</p>;
  const rows = children.data.filter((one) => one.name.includes(q.trim()));
  return (
    <>
      {children.data.length > 20 && (
        <input
          className="hy-input"
          type="search"
          aria-label={t('territory.narrow')}
          placeholder={t('territory.narrow')}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      )}
      <ul className="places">
        {rows.map((one) => (
          <li key={one.id}>
            <Link to={`/territory/${one.id}`}>
              <span>{one.name}</span>
              <span className="hy-soft">{kindWords(one)}</span>
              {one.children > 0 && <span className="hy-soft hy-num">{one.children}</span>}
              {one.children > 0 && <ChevronRight size="1em" aria-hidden />}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who answers here, from this place up to the county. */
function Answerers({ place }: { place: string }) {
  const { data } = useQuery({
    queryKey: ['answerers', place],
    queryFn: ({ signal }) => api<{ rows: Answerer[] }>('/posts/answerers', { query: { place }, signal }),
  });
  const rows = data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{t('territory.answers')}</h3>
      {rows.map((row) => (
        <section key={row.place.id}>
          <h4 className="answerers-place">{row.place.name}</h4>
          <dl className="answerers">
            {row.posts.map((post) => (
              <div key={post.id}>
                <dt>{both(post.word)}</dt>
                <dd>
                  {post.holders.length === 0 && <span className="hy-soft">{t('territory.vacant')}</span>}
                  {post.holders.map((one) => (
                    <span key={one.id}>
                      {one.name} <span className="hy-soft hy-num">{one.phone ?? ''}</span>
                    </span>
                  ))}
                </dd>
              </div>
            ))}
            {row.units.length > 0 && (
              <div>
                <dt>{t('units.here')}</dt>
                <dd>
                  {row.units.map((unit) => (
                    <Link
                      key={unit.id}
                      to={`/people?tab=units&at=${encodeURIComponent(unit.id)}&place=${row.place.id}`}
                    >
                      {unit.name}
                    </Link>
                  ))}
                </dd>
              </div>
            )}
          </dl>
        </section>
      ))}
    </>
  );
}

function Standing({ sheet }: { sheet: PlaceSheet }) {
  if (sheet.inForce && sheet.changes.length === 0) return null;
  return (
    <>
      {!sheet.inForce && (
        <p className="hy-notice">
          {sheet.to && sheet.to < sheet.from
            ? t('territory.never')
            : sheet.to
              ? t('territory.ended', { day: sheet.to })
              : t('territory.begins', { day: sheet.from })}
        </p>
      )}
      {sheet.changes.length > 0 && (
        <ul className="changes">
          {sheet.changes.map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </ul>
      )}
    </>
  );
}

function Overview({ sheet }: { sheet: PlaceSheet }) {
  const { place, figures } = sheet;
  return (
    <>
      <ul className="figures">
        {DOWN_TO.filter((kind) => figures[kind]).map((kind) => (
          <li key={kind}>
            <b>{numberText(figures[kind] ?? 0)}</b>
            {kindWords({ kind, subkind: null })}
          </li>
        ))}
      </ul>
      <p className="hy-soft">
        {sheet.area !== null && `${t('territory.area', { area: areaText(sheet.area) })} · `}
        {t('territory.since', { day: sheet.from })} ·{' '}
        <Link to={`/register?place=${place.id}`}>{t('territory.matters')}</Link>
      </p>
      {sheet.coming.length > 0 && (
        <>
          <h3>{t('territory.coming')}</h3>
          <ul className="places">
            {sheet.coming.map((one) => (
              <li key={one.id}>
                <Link to={`/territory/${one.id}`}>
                  <span>{one.name}</span>
                  <span className="hy-soft">{t('territory.fromDay', { day: one.from })}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <Answerers place={place.id} />
      <h3>{t('territory.below')}</h3>
      <Below key={place.id} parent={place} />
    </>
  );
}

export function Sheet({ sheet, onAct }: { sheet: PlaceSheet; onAct: (verb: Verb) => void }) {
  const { place, path } = sheet;
  return (
    <article className="sheet" data-testid="place-sheet">
      <nav className="crumbs" aria-label={t('territory.path')}>
        {path
          .filter((one) => one.id !== place.id)
          .map((one) => (
            <span key={one.id}>
              <Link to={`/territory/${one.id}`}>{one.name}</Link>
              <ChevronRight size="0.9em" aria-hidden />
            </span>
          ))}
      </nav>
      <h2>{place.name}</h2>
      <p className="hy-soft">
        {kindWords(place)} {place.code && <span className="hy-num">· {t('territory.code', { code: place.code })}</span>}
      </p>
      {sheet.abilities.length > 0 && (
        <div className="hy-actions acts">
          {sheet.abilities.map(({ verb }) => (
            <Button key={verb} onClick={() => onAct(verb)} data-testid={`act-${verb}`}>
              {t(`territory.verb.${verb}`)}
            </Button>
          ))}
        </div>
      )}
      <Standing sheet={sheet} />
      <Tabs
        label={place.name}
        tabs={[
          { id: 'overview', label: t('territory.overview'), sheet: <Overview sheet={sheet} /> },
          { id: 'history', label: t('territory.history'), sheet: <History place={place.id} version={sheet.version} /> },
        ]}
      />
    </article>
  );
}
