import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, apiUrl, newId, type ProblemError } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices } from '../../../shared/ui/Choices.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { t, tOr } from '../../../shared/words/i18n.ts';

const GEOJSON = 'application/geo+json';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export type Importable = { kind: string; format: 'xlsx' | 'geojson'; fixes: boolean; template: string | null };

/** What this person may bring in. */
export function useImports(): Importable[] {
  const { data } = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => api<{ rows: Importable[] }>('/imports', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.rows ?? [];
}

/** Hands a file over; the import itself is long work that can be watched. */
export function ImportDialog({
  onClose,
  kinds,
}: {
  onClose: () => void /** None: all that one may. */;
  kinds?: string[];
}) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const county = useCounty().data;
  const offered = useImports().filter(({ kind }) => !kinds || kinds.includes(kind));
  const [chosen, setWhat] = useState<string | null>(null);
  const one = offered.find(({ kind }) => kind === chosen) ?? offered[0];
  const what = one?.kind ?? '';
  const [fix, setFix] = useState('none');
  const shapes = one?.format === 'geojson';
  const fixes = one?.fixes === true;
  const [file, setFile] = useState<File | null>(null);
  const [key] = useState(newId);
  const send = useMutation<{ job: string }, ProblemError, File>({
    // A file's own type is a guess of the browser; the server looks inside.
    mutationFn: (picked) =>
      api(`/imports/${what}`, {
        method: 'POST',
        body: new Blob([picked], { type: shapes ? GEOJSON : XLSX }),
        query: { fix: fixes && fix !== 'none' ? fix : null },
        // Another file, or the same read otherwise, is another request.
        key: `${key}.${what}.${fix}.${picked.size}`.slice(0, 64),
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
            options={offered.map(({ kind }) => ({
              value: kind,
              label: tOr([`imports.kind.${kind}`], t(`export.${kind}`)),
            }))}
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
        {what !== 'grades' && one?.template && (
          <p>
            <a href={apiUrl(one.template)} download>
              {t('imports.template')}
            </a>
          </p>
        )}
        {send.error && <Wrong>{[send.error.message, send.error.detail].filter(Boolean).join(' · ')}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending} disabled={!file || !one}>
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
