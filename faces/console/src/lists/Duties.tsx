import { ArrowUp, Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Bilingual } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { Overtaken, SaveError } from './Overtaken.tsx';
import { type DutyPhase, PHASES, type PostDuties, type VersionView } from './types.ts';
import { faultsOf, useChange, useDuties, useSeen } from './use-lists.ts';

function Sheet({ duties }: { duties: PostDuties }) {
  return (
    <article className="sheet" data-testid="duty-sheet">
      <h2>{both(duties.word)}</h2>
      {PHASES.map((phase) => (
        <section key={phase}>
          <h3>{t(`duties.${phase}`)}</h3>
          {duties[phase].length === 0 && <p className="hy-soft">{t('duties.none')}</p>}
          <ol className="duties">
            {duties[phase].map((one) => (
              <li key={one.zh}>{both(one)}</li>
            ))}
          </ol>
        </section>
      ))}
    </article>
  );
}

type Line = Bilingual & { key: number };

let lines = 0;
const lineOf = (one: Bilingual): Line => {
  lines += 1;
  return { ...one, key: lines };
};

function Lines({
  phase,
  value,
  faults,
  onChange,
}: {
  phase: DutyPhase;
  value: Line[];
  faults: Record<string, string>;
  onChange: (lines: Line[]) => void;
}) {
  const set = (n: number, more: Partial<Bilingual>) =>
    onChange(value.map((one, index) => (index === n ? { ...one, ...more } : one)));
  const up = (n: number) => {
    const next = [...value];
    next.splice(n - 1, 0, ...next.splice(n, 1));
    onChange(next);
  };
  return (
    <FieldGroup id={`duties-${phase}`} label={t(`duties.${phase}`)} wrong={faults[phase]}>
      {value.map((one, n) => (
        <div className="duty-line" key={one.key}>
          <span className="hy-num hy-soft" aria-hidden="true">
            {n + 1}
          </span>
          <div>
            <input
              className="hy-input"
              aria-label={t('duties.line', { n: n + 1 })}
              value={one.zh}
              onChange={(event) => set(n, { zh: event.target.value })}
            />
            <input
              className="hy-input duty-en"
              aria-label={t('duties.lineEn', { n: n + 1 })}
              placeholder="English"
              value={one.en}
              onChange={(event) => set(n, { en: event.target.value })}
            />
            {faults[`${phase}.${n}.zh`] && <Wrong>{faults[`${phase}.${n}.zh`]}</Wrong>}
          </div>
          <Button
            look="plain"
            icon={<ArrowUp size="1em" aria-hidden />}
            label={t('duties.up', { n: n + 1 })}
            disabled={n === 0}
            onClick={() => up(n)}
          />
          <Button
            look="plain"
            icon={<X size="1em" aria-hidden />}
            label={t('duties.remove', { n: n + 1 })}
            onClick={() => onChange(value.filter((_, index) => index !== n))}
          />
        </div>
      ))}
      <Button
        icon={<Plus size="1em" aria-hidden />}
        onClick={() => onChange([...value, lineOf({ zh: '', en: '' })])}
        data-testid={`add-${phase}`}
      >
        {t('duties.add')}
      </Button>
    </FieldGroup>
  );
}

function DutyForm({
  view,
  revision,
  duties,
  onDirty,
}: {
  view: VersionView;
  revision: number;
  duties: PostDuties;
  onDirty: (dirty: boolean) => void;
}) {
  const [draft, setDraft] = useState(() => ({
    everyday: duties.everyday.map(lineOf),
    emergency: duties.emergency.map(lineOf),
  }));
  const [dirty, setDirty] = useState(false);
  const mark = (now: boolean) => {
    setDirty(now);
    onDirty(now);
  };
  const { seen, overtaken, keepMine } = useSeen(revision, duties);
  const save = useChange(view, () => mark(false), seen);
  const bare = (of: Line[]) => of.map(({ zh, en }) => ({ zh, en }));
  return (
    <form
      className="sheet item-form"
      data-testid="duty-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          path: `duties/${duties.post}`,
          body: { everyday: bare(draft.everyday), emergency: bare(draft.emergency) },
          done: t('lists.saved'),
        });
      }}
    >
      <h2>{both(duties.word)}</h2>
      {PHASES.map((phase) => (
        <Lines
          key={phase}
          phase={phase}
          value={draft[phase]}
          faults={faultsOf(save.error)}
          onChange={(next) => {
            setDraft((old) => ({ ...old, [phase]: next }));
            mark(true);
          }}
        />
      ))}
      <div className="hy-actions item-form-end">
        {overtaken && dirty && <Overtaken gone={false} onTheirs={() => mark(false)} onMine={keepMine} />}
        <SaveError error={save.error} overtaken={overtaken} />
        <Button type="submit" look="primary" busy={save.isPending} disabled={!dirty} data-testid="duty-save">
          {t('lists.save')}
        </Button>
        {dirty && <span className="hy-soft">{t('lists.unsaved')}</span>}
      </div>
    </form>
  );
}

/** What each kind of post owes, everyday and in an emergency. */
export function Duties({ view }: { view: VersionView }) {
  const { id } = useParams();
  const [dirty, setDirty] = useState(false);
  const { data: read, error, refetch } = useDuties(view);
  const data = read?.of;
  const edits = view.abilities.some((one) => one.verb === 'edit');
  const base = `/lists/${view.list}/${view.version}/contents`;
  const chosen = data?.find((one) => one.post === id);
  // What is being typed outlives a list that was read again; what is not, shows the latest.
  const form = useRef('');
  if (!dirty) form.current = JSON.stringify(chosen);
  return (
    <div className="version-body" data-testid="contents">
      <section className="list" aria-label={t('lists.tab.contents')}>
        {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
        {!error && !data && <Loading lines={10} />}
        {data && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('lists.column.post')}</th>
                <th scope="col">{t('duties.everyday')}</th>
                <th scope="col">{t('duties.emergency')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((one) => (
                <tr key={one.post} data-active={one.post === id || undefined}>
                  <td>
                    <Link
                      to={`${base}/${one.post}`}
                      onClick={(event) => {
                        if (one.post !== id && dirty && !window.confirm(t('lists.leave'))) event.preventDefault();
                        else setDirty(false);
                      }}
                    >
                      {both(one.word)}
                    </Link>
                  </td>
                  {PHASES.map((phase) => (
                    <td key={phase}>
                      {one[phase][0] ? (
                        <>
                          {both(one[phase][0])}
                          {one[phase].length > 1 && (
                            <span className="hy-soft"> {t('duties.more', { n: one[phase].length - 1 })}</span>
                          )}
                        </>
                      ) : (
                        <span className="hy-soft">{t('duties.none')}</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <aside className="side" aria-label={t('lists.column.post')}>
        {chosen && edits ? (
          <DutyForm
            key={`${id}/${form.current}`}
            view={view}
            revision={read?.revision ?? view.revision}
            duties={chosen}
            onDirty={setDirty}
          />
        ) : chosen ? (
          <Sheet duties={chosen} />
        ) : (
          <EmptyState title={t('lists.pickPost')}>{t('lists.pickPostHint')}</EmptyState>
        )}
      </aside>
    </div>
  );
}
