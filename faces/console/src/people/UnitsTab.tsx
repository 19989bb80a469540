import { Download, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import type { Me, Named } from '../../../shared/api/types.ts';
import { PlacePicker } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ImportDialog } from '../jobs/ImportDialog.tsx';
import { ChoiceFilter, FilterBar, PlaceFilter, TextFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { useCommand } from './use-command.ts';

type Unit = {
  id: string;
  name: string;
  kind: string;
  version: number;
  reportsTo: (Named & { kind: string }) | null;
  members: number;
  abilities: string[];
};

const FILTERS = ['q', 'place', 'open'];

/** Units that report in (双报到), and the grid or community that each reports to. */
export function UnitsTab({ me }: { me: Me }) {
  const filters = useFilters(FILTERS);
  const [importing, setImporting] = useState(false);
  const units = useRows<Unit>('people', '/units/reporting', filters.query);
  const chosen = units.rows.find((unit) => unit.id === filters.get('at'));
  return (
    <>
      <div className="bars">
        <FilterBar>
          <TextFilter filters={filters} name="q" label={t('units.search')} />
          <PlaceFilter filters={filters} name="place" label={t('units.where')} />
          <ChoiceFilter
            filters={filters}
            name="open"
            label={t('units.settled')}
            options={[{ value: 'true', label: t('units.open') }]}
          />
        </FilterBar>
        <div className="bar-line">
          <span className="hy-soft">{units.count === null ? '' : t('units.count', { n: units.count })}</span>
          <span className="grow" />
          {may(me, 'party.edit') && (
            <Button icon={<Upload size="1em" aria-hidden />} onClick={() => setImporting(true)}>
              {t('units.import')}
            </Button>
          )}
          <a className="hy-button" href={apiUrl('/exports/reporting.xlsx', filters.query)} download>
            <Download size="1em" aria-hidden /> {t('posts.export')}
          </a>
        </div>
      </div>
      <RowList
        list={units}
        label={t('posts.tab.units')}
        heads={[t('units.name'), t('units.where'), t('units.members')]}
        none={{ hint: t('units.none') }}
        row={(unit) => (
          <tr key={unit.id} data-active={unit.id === chosen?.id || undefined} data-testid="unit-row">
            <td>
              <button type="button" className="hy-link" onClick={() => filters.change({ at: unit.id })}>
                {unit.name}
              </button>
            </td>
            <td>{unit.reportsTo?.name ?? <span className="hy-soft">{t('units.nowhere')}</span>}</td>
            <td className="hy-num">{unit.members}</td>
          </tr>
        )}
      />
      <aside className="side" aria-label={t('people.unit')}>
        {chosen ? (
          <UnitSheet key={`${chosen.id} ${chosen.version}`} unit={chosen} />
        ) : (
          <EmptyState title={t('units.pick')}>{t('units.pickHint')}</EmptyState>
        )}
      </aside>
      {importing && <ImportDialog kinds={['reporting']} onClose={() => setImporting(false)} />}
    </>
  );
}

/** One unit: where its members report, how many they are, and another place for it. */
function UnitSheet({ unit }: { unit: Unit }) {
  const [open, setOpen] = useState(false);
  const [place, setPlace] = useState<string | null>(unit.reportsTo?.id ?? null);
  const send = useCommand(`/units/${encodeURIComponent(unit.id)}/reports-to`, 'units.saved', () => setOpen(false));
  const wrong = send.error?.fields[0]?.message;
  return (
    <article className="sheet" data-testid="unit-sheet">
      <h2>{unit.name}</h2>
      <p className="hy-soft">{tOr([`unit.${unit.kind}`], '')}</p>
      <h3>{t('units.where')}</h3>
      <p>
        {unit.reportsTo ? (
          <Link to={`/territory/${unit.reportsTo.id}`}>{unit.reportsTo.name}</Link>
        ) : (
          <span className="hy-soft">{t('units.nowhere')}</span>
        )}
      </p>
      <p>
        <Link to={`/people?post=reporting_member&unit=${encodeURIComponent(unit.id)}`}>
          {t('units.members.some', { n: unit.members })}
        </Link>
      </p>
      {unit.abilities.includes('report_to') && !open && (
        <Button onClick={() => setOpen(true)} data-testid="unit-change">
          {t('units.change')}
        </Button>
      )}
      {open && (
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate({ place, version: unit.version });
          }}
        >
          <Field id="unit-place" label={t('units.at')} hint={t('units.hint')} required={false} wrong={wrong}>
            <PlacePicker
              id="unit-place"
              label={t('units.at')}
              value={place}
              name={unit.reportsTo?.name}
              wrong={Boolean(wrong)}
              onChange={setPlace}
            />
          </Field>
          {send.error && !wrong && <Wrong>{send.error.message}</Wrong>}
          <div className="hy-actions">
            <Button type="submit" look="primary" busy={send.isPending} data-testid="unit-save">
              {t('act.save')}
            </Button>
            <Button look="plain" onClick={() => setOpen(false)}>
              {t('act.cancel')}
            </Button>
          </div>
        </form>
      )}
    </article>
  );
}
