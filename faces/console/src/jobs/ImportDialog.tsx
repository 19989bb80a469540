import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, apiUrl, newId, type ProblemError } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices } from '../../../shared/ui/Choices.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';

const GEOJSON = 'application/geo+json';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Kinds of workbook and the permission it takes to bring one in. */
const KINDS: Record<string, string> = {
  matters: 'import.run',
  items: 'import.run',
  places: 'import.run',
  shapes: 'import.run',
  facilities: 'import.run',
  devices: 'import.run',
  terms: 'people.edit',
  members: 'party.edit',
  reporting: 'party.edit',
  grades: 'grades.edit',
};
/** Switches that take a kind away. */
const SWITCHES: Record<string, string> = {
  devices: 'devices',
  members: 'party',
  reporting: 'reportingIn',
  grades: 'grades',
};
/** Kinds that come with an empty file to fill in. */
const TEMPLATES: Record<string, string> = {
  places: 'template.xlsx',
  shapes: 'template.geojson',
  terms: 'template.xlsx',
  members: 'template.xlsx',
  grades: 'template.xlsx',
};

/** What this person may bring in. */
export function importsOf(me: Me): string[] {
  return Object.keys(KINDS).filter((kind) => may(me, KINDS[kind] as string));
}

/** Hands a file over; the import itself is long work that can be watched. */
export function ImportDialog({
  onClose,
  kinds,
  initial = kinds[0] ?? 'matters',
}: {
  onClose: () => void;
  kinds: string[];
  initial?: string;
}) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const county = useCounty().data;
  const [what, setWhat] = useState(initial);
  const [fix, setFix] = useState('none');
  const shapes = what === 'shapes';
  const fixes = shapes || what === 'places';
  const [file, setFile] = useState<File | null>(null);
  const [key] = useState(newId);
  const send = useMutation<{ job: string }, ProblemError, File>({
    // A file's own type is a guess of the browser; the server looks inside.
    mutationFn: (chosen) =>
      api(`/imports/${what}`, {
        method: 'POST',
        body: new Blob([chosen], { type: shapes ? GEOJSON : XLSX }),
        query: { fix: fixes && fix !== 'none' ? fix : null },
        // Another file, or the same read otherwise, is another request.
        key: `${key}.${what}.${fix}.${chosen.size}`.slice(0, 64),
        timeout: 300_000,
      }),
    onSuccess: ({ job }) => {
      void client.invalidateQueries({ queryKey: ['jobs'] });
      onClose();
      navigate(`/jobs/${job}`);
    },
  });
  return (
    <Dialog open onClose={onClose} title={t('imports.title')} dismissable={false}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file) send.mutate(file);
        }}
      >
        <FieldGroup id="import-what" label={t('imports.what')}>
          <Choices
            name="what"
            value={what}
            onChange={setWhat}
            options={kinds
              .filter((value) => county?.switches[SWITCHES[value] ?? ''] !== false)
              .map((value) => ({ value, label: tOr([`imports.kind.${value}`], t(`export.${value}`)) }))}
          />
        </FieldGroup>
        {what === 'grades' && <YearSheet thisYear={Number(county?.today.slice(0, 4) ?? 0)} />}
        <Field
          id="import-file"
          label={t(shapes ? 'imports.fileShapes' : 'imports.file')}
          hint={t(shapes ? 'imports.fileHintShapes' : 'imports.fileHint')}
        >
          <input
            className="hy-input"
            id="import-file"
            type="file"
            accept={shapes ? '.geojson,.json' : '.xlsx'}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </Field>
        {fixes && (
          <FieldGroup id="import-fix" label={t('imports.fix')}>
            <Choices
              name="fix"
              value={fix}
              onChange={setFix}
              options={['none', 'gcj02', 'swap'].map((value) => ({ value, label: t(`imports.fix.${value}`) }))}
            />
          </FieldGroup>
        )}
        {what !== 'grades' && TEMPLATES[what] && (
          <p>
            <a href={apiUrl(`/imports/${what}/${TEMPLATES[what]}`)} download>
              {t('imports.template')}
            </a>
          </p>
        )}
        {send.error && <Wrong>{[send.error.message, send.error.detail].filter(Boolean).join(' · ')}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending} disabled={!file}>
            {t('imports.send')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const YEARS_BACK = 6;

/** The sheet of one year's assessments, which comes filled with what is known: last year's, or an earlier one's. */
function YearSheet({ thisYear }: { thisYear: number }) {
  const [year, setYear] = useState(String(thisYear - 1));
  return (
    <Field id="import-year" label={t('imports.gradesYear')}>
      <select className="hy-input" id="import-year" value={year} onChange={(event) => setYear(event.target.value)}>
        {Array.from({ length: YEARS_BACK }, (_, i) => String(thisYear - i)).map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
      <a href={apiUrl('/imports/grades/template.xlsx', { year })} download data-testid="grade-sheet-file">
        {t('imports.gradesTemplate', { year })}
      </a>
    </Field>
  );
}
