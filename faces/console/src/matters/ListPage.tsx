import { Download, ListX, Map as MapIcon, PanelRight, RefreshCw, Send } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { countedText } from '../../../shared/words/format.ts';
import { t, useLang } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { useKeys } from '../frame/use-keys.ts';
import { BulkDispatch } from './BulkDispatch.tsx';
import { FilterBar } from './FilterBar.tsx';
import { narrowing, toQuery, useFilters } from './filters.ts';
import { GroupBar } from './GroupBar.tsx';
import { ListMap } from './ListMap.tsx';
import { MatterRow } from './MatterRow.tsx';
import { Preview } from './Preview.tsx';
import { SavedViews } from './SavedViews.tsx';
import { leaveTrail } from './trail.ts';
import { useMatterList } from './use-list.ts';

type Side = 'preview' | 'map' | 'none';
const SIDE = 'huying.console.side';

function useSide(): [Side, (side: Side) => void] {
  const [side, setSide] = useState<Side>(() => (localStorage.getItem(SIDE) as Side | null) ?? 'preview');
  return [
    side,
    (next) => {
      localStorage.setItem(SIDE, next);
      setSide(next);
    },
  ];
}

/** Asks for more when the end of the list comes into sight. */
function More({ onMore, busy }: { onMore: () => void; busy: boolean }) {
  const end = useRef<HTMLLIElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '400px',
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, []);
  return (
    <li className="row-more-button" ref={end}>
      <Button busy={busy} onClick={onMore}>
        {t('list.more')}
      </Button>
    </li>
  );
}

/** The inbox (what my posts must act on, by clock) and the register (all I may see): one page, two views. */
export function ListPage({ view, county, me }: { view: 'inbox' | 'register'; county: County; me: Me }) {
  const lang = useLang();
  const navigate = useNavigate();
  const location = useLocation();
  const [filters, change] = useFilters();
  const [kept, setSide] = useSide();
  const maps = county.switches.map !== false;
  const side = kept === 'map' && !maps ? 'preview' : kept;
  const { list, rows, fresh, gone, count, counted, acted, renew } = useMatterList(view, filters);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [verb, setVerb] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const scroll = useRef<HTMLOListElement>(null);

  const active = rows.findIndex((row) => row.id === activeId);
  const selectable = view === 'inbox' && may(me, 'matter.dispatch');
  const exportable = may(me, 'matter.export');
  const idsKey = rows.map((row) => row.id).join();
  useEffect(() => {
    leaveTrail(idsKey ? idsKey.split(',') : [], `${location.pathname}${location.search}`);
  }, [idsKey, location.pathname, location.search]);

  const go = useCallback(
    (index: number) => {
      const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
      if (!row) return;
      setActiveId(row.id);
      setVerb(null);
      const item = scroll.current?.querySelector<HTMLElement>(`[data-id="${row.id}"]`);
      item?.scrollIntoView({ block: 'nearest' });
      item?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
    },
    [rows],
  );
  const rowsRef = useRef(rows);
  rowsRef.current = rows;
  const pick = useCallback(
    (index: number) => {
      setActiveId(rowsRef.current[index]?.id ?? null);
      setVerb(null);
      if (side === 'none') setSide('preview');
    },
    [side, setSide],
  );
  const select = useCallback(
    (id: string, on: boolean) =>
      setSelected((old) => {
        const next = new Set(old);
        if (on) next.add(id);
        else next.delete(id);
        return next;
      }),
    [],
  );
  const start = (wanted: string) => {
    if (active < 0) go(0);
    if (side !== 'preview') setSide('preview');
    setVerb(wanted);
  };
  useKeys({
    j: () => go(active + 1),
    k: () => go(active - 1),
    arrowdown: () => go(active + 1),
    arrowup: () => go(active - 1),
    o: () => activeId && navigate(`/matters/${activeId}`),
    a: () => start('accept'),
    d: () => (selected.size > 0 ? setBulk(true) : start('dispatch')),
    r: () => start('raise'),
    x: () => selectable && activeId && select(activeId, !selected.has(activeId)),
    m: () => maps && setSide(side === 'map' ? 'preview' : 'map'),
    p: () => setSide(side === 'preview' ? 'none' : 'preview'),
    '/': () => search.current?.focus(),
    escape: () => (verb ? setVerb(null) : setSelected(new Set())),
  });
  const done = (id: string) => {
    acted(id);
    setVerb(null);
    const next = rows[active + 1] ?? rows[active - 1];
    if (view === 'inbox' && next) setActiveId(next.id);
  };
  const chosen = rows.filter((row) => selected.has(row.id));
  const narrowed = narrowing(filters).length > 0;

  return (
    <div className="listpage" data-side={side}>
      <header className="head">
        <h1>{t(`page.${view}`)}</h1>
        <span className="hy-soft hy-num" data-testid="count">
          {list.data ? t('list.count', { n: countedText(count, !counted) }) : ''}
        </span>
        <span className="grow" />
        {exportable && (
          <a
            className="hy-button"
            href={apiUrl('/matters/export.xlsx', { ...toQuery(filters), view })}
            download
            data-testid="export"
          >
            <Download size="1em" aria-hidden />
            {t('act.export')}
          </a>
        )}
        <fieldset className="switch" aria-label={t('list.beside')}>
          <Button
            icon={<PanelRight size="1.1em" aria-hidden />}
            aria-pressed={side === 'preview'}
            onClick={() => setSide(side === 'preview' ? 'none' : 'preview')}
          >
            {t('list.preview')}
          </Button>
          {maps && (
            <Button
              icon={<MapIcon size="1.1em" aria-hidden />}
              aria-pressed={side === 'map'}
              data-testid="map-toggle"
              onClick={() => setSide(side === 'map' ? 'none' : 'map')}
            >
              {t('list.map')}
            </Button>
          )}
        </fieldset>
      </header>
      <div className="bars">
        <div className="bar">
          <GroupBar view={view} filters={filters} change={change} />
          <SavedViews me={me} view={view} />
        </div>
        <FilterBar filters={filters} change={change} county={county} days={view === 'register'} searchRef={search} />
      </div>
      <section className="list" aria-label={t(`page.${view}`)}>
        {fresh > 0 && (
          <button type="button" className="fresh" onClick={renew} data-testid="fresh">
            <RefreshCw size="1em" aria-hidden />
            {t('list.fresh', { n: fresh })}
          </button>
        )}
        <span className="hy-sr" role="status">
          {fresh > 0 ? t('list.fresh', { n: fresh }) : ''}
        </span>
        {list.isPending && <Loading lines={10} />}
        {list.isError && !list.data && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && (
          <EmptyState title={t(narrowed ? 'list.noneMatch' : `list.none.${view}`)}>
            {t(narrowed ? 'list.noneMatchHint' : `list.noneHint.${view}`)}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <ol className="rows" ref={scroll} data-selectable={selectable || undefined}>
            {rows.map((card, index) => (
              <MatterRow
                key={card.id}
                card={card}
                index={index}
                lang={lang}
                active={card.id === activeId}
                selected={selected.has(card.id)}
                selectable={selectable}
                gone={gone.has(card.id)}
                onPick={pick}
                onSelect={select}
              />
            ))}
            {list.hasNextPage && (
              <More
                busy={list.isFetchingNextPage}
                onMore={() => !list.isFetchingNextPage && void list.fetchNextPage()}
              />
            )}
          </ol>
        )}
        {chosen.length > 0 && (
          <section className="bulkbar" aria-label={t('bulk.title')}>
            <strong>{t('bulk.chosen', { n: chosen.length })}</strong>
            <Button
              look="primary"
              icon={<Send size="1em" aria-hidden />}
              onClick={() => setBulk(true)}
              data-testid="bulk"
            >
              {t('bulk.dispatch')}
            </Button>
            <Button look="plain" icon={<ListX size="1em" aria-hidden />} onClick={() => setSelected(new Set())}>
              {t('bulk.clear')}
            </Button>
          </section>
        )}
      </section>
      {side === 'preview' && (
        <Preview id={activeId} verb={verb} onVerb={setVerb} onDone={done} empty={rows.length === 0} />
      )}
      {side === 'map' && (
        <ListMap
          me={me}
          query={{ ...toQuery(filters), view }}
          selected={activeId}
          onSelect={(id) => {
            setActiveId(id);
            scroll.current?.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: 'center' });
          }}
        />
      )}
      {bulk && (
        <BulkDispatch
          matters={chosen}
          onClose={() => setBulk(false)}
          onDone={(ids) => {
            for (const id of ids) acted(id);
            setSelected(new Set());
          }}
        />
      )}
    </div>
  );
}
