import { useState } from 'react';
import type { County } from '../../../shared/api/types.ts';
import { factText } from '../../../shared/grades/lines.ts';
import type { Doing, FactKind, Sheet, Table } from '../../../shared/grades/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { useGradeCommand } from './use-grades.ts';

const REASONS = ['mistake', 'document', 'review', 'decision', 'carried_over'] as const;
const KINDS: FactKind[] = ['assessment', 'examination', 'education', 'service'];

type Form = {
  post: string;
  grade: string;
  day: string;
  reason: string;
  kind: FactKind;
  of: string;
  value: string;
};

function startOf({ act }: Doing, sheet: Sheet, table: Table, county: County): Form {
  const { standing, entries, due } = sheet;
  const post = standing?.post ?? table.posts[0]?.id ?? '';
  const lastYear = String(Number(county.today.slice(0, 4)) - 1);
  return {
    post,
    grade: String(
      act === 'raise'
        ? (due?.grade ?? '')
        : (standing?.grade ?? entries.find((entry) => entry.post === post)?.grade ?? ''),
    ),
    day: act === 'correct' ? (standing?.day ?? county.today) : county.today,
    reason: '',
    kind: 'assessment',
    of: lastYear,
    value: table.rise.assessments[1]?.code ?? table.rise.assessments[0]?.code ?? '',
  };
}

function bodyOf({ act, fact }: Doing, sheet: Sheet, form: Form): object {
  const seen = { version: sheet.version };
  const reason = form.reason ? { reason: form.reason } : {};
  const grade = form.grade ? { grade: Number(form.grade) } : {};
  if (act === 'withdraw') return { ...seen, fact: fact?.no, ...reason };
  if (act === 'raise') return { ...seen, day: form.day, ...grade };
  if (act === 'move') return { ...seen, post: form.post, day: form.day };
  if (act === 'record') {
    const { kind, of, value, day } = form;
    return {
      ...seen,
      kind,
      day,
      ...(kind === 'service' ? {} : { of }),
      ...(kind === 'assessment' ? { value } : {}),
      ...reason,
    };
  }
  return { ...seen, post: form.post, day: form.day, ...grade, ...reason };
}

/** The form of one act; what the server refuses is said at its field. */
export function GradeDialog({
  doing,
  sheet,
  table,
  county,
  onClose,
}: {
  doing: Doing;
  sheet: Sheet;
  table: Table;
  county: County;
  onClose: () => void;
}) {
  const { act, fact } = doing;
  const [form, setForm] = useState(() => startOf(doing, sheet, table, county));
  const send = useGradeCommand(sheet.person.id, act, onClose);
  const wrong: Record<string, string> = Object.fromEntries(
    (send.error?.fields ?? []).map((field) => [field.path, field.message]),
  );
  const change = (more: Partial<Form>) => setForm({ ...form, ...more });
  const pick = (
    name: 'post' | 'reason' | 'kind' | 'of' | 'value',
    label: string,
    options: { value: string; label: string }[],
    more: { hint?: string; required?: boolean } = {},
  ) => (
    <Field id={`grade-${name}`} label={label} wrong={wrong[name]} {...more}>
      <select
        className="hy-input"
        id={`grade-${name}`}
        value={form[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
  const coded = (list: readonly { code: string; word: { zh: string; en: string } }[]) =>
    list.map(({ code, word }) => ({ value: code, label: both(word) }));
  const entry = sheet.entries.find((one) => one.post === form.post)?.grade;
  const date = (label: string) => (
    <Field id="grade-day" label={label} wrong={wrong.day}>
      <input
        className="hy-input"
        id="grade-day"
        type="date"
        value={form.day}
        onChange={(event) => change({ day: event.target.value })}
      />
    </Field>
  );
  const reasons = (required: boolean) =>
    pick(
      'reason',
      t('grades.field.reason'),
      [
        ...(required && form.reason ? [] : [{ value: '', label: required ? '' : t('grades.reason.none') }]),
        ...REASONS.map((value) => ({ value, label: t(`grades.reason.${value}`) })),
      ],
      required ? {} : { required: false },
    );
  const kindChanged = (kind: FactKind) => {
    const first = kind === 'education' ? table.rise.education[0] : table.rise.examinations[0];
    const of = kind === 'assessment' ? String(Number(county.today.slice(0, 4)) - 1) : (first?.code ?? '');
    change({ kind, of });
  };
  const knownBefore = sheet.facts.some(
    (one) => one.holds && one.kind === form.kind && (form.kind === 'service' || one.of === form.of),
  );
  return (
    <Dialog open onClose={onClose} dismissable={false} title={t(`grades.title.${act}`, { name: sheet.person.name })}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(bodyOf(doing, sheet, form));
        }}
      >
        <p className="hy-soft">{t(`grades.what.${act}`, { grade: sheet.due?.grade ?? '' })}</p>
        {act === 'withdraw' && fact && <p>{factText(table, fact)}</p>}
        {(act === 'place' || act === 'move' || act === 'correct') && (
          <Field id="grade-post" label={t('grades.post')} wrong={wrong.post}>
            <select
              className="hy-input"
              id="grade-post"
              value={form.post}
              onChange={(event) => {
                const post = event.target.value;
                const reckoned = sheet.entries.find((one) => one.post === post)?.grade;
                change({ post, ...(act === 'place' ? { grade: String(reckoned ?? form.grade) } : {}) });
              }}
            >
              {table.posts.map(({ id, word, lowest, highest }) => (
                <option key={id} value={id}>
                  {both(word)} {lowest}–{highest}
                </option>
              ))}
            </select>
          </Field>
        )}
        {(act === 'place' || act === 'correct') && (
          <Field
            id="grade-grade"
            label={t('grades.grade')}
            wrong={wrong.grade}
            {...(act === 'place' && entry !== undefined ? { hint: t('grades.reckoned', { n: entry }) } : {})}
          >
            <input
              className="hy-input"
              id="grade-grade"
              type="number"
              min={1}
              max={table.count}
              value={form.grade}
              onChange={(event) => change({ grade: event.target.value })}
            />
          </Field>
        )}
        {act === 'record' && (
          <>
            <Field id="grade-kind" label={t('grades.field.kind')} wrong={wrong.kind}>
              <select
                className="hy-input"
                id="grade-kind"
                value={form.kind}
                onChange={(event) => kindChanged(event.target.value as FactKind)}
              >
                {KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`grades.fact.${kind}`)}
                  </option>
                ))}
              </select>
            </Field>
            {form.kind === 'assessment' && (
              <>
                <Field id="grade-of" label={t('grades.field.year')} wrong={wrong.of}>
                  <input
                    className="hy-input"
                    id="grade-of"
                    inputMode="numeric"
                    maxLength={4}
                    value={form.of}
                    onChange={(event) => change({ of: event.target.value.trim() })}
                  />
                </Field>
                {pick('value', t('grades.field.value'), coded(table.rise.assessments))}
              </>
            )}
            {form.kind === 'education' && pick('of', t('grades.field.of'), coded(table.rise.education))}
            {form.kind === 'examination' && pick('of', t('grades.field.of'), coded(table.rise.examinations))}
          </>
        )}
        {act === 'record'
          ? date(
              t(
                form.kind === 'service'
                  ? 'grades.field.since'
                  : form.kind === 'assessment'
                    ? 'grades.field.settled'
                    : 'grades.field.got',
              ),
            )
          : act !== 'withdraw' && date(t('grades.field.from'))}
        {act === 'place' && reasons(entry !== undefined && Number(form.grade) !== entry)}
        {act === 'record' && knownBefore && reasons(true)}
        {(act === 'correct' || act === 'withdraw') && reasons(true)}
        {send.error && Object.keys(wrong).length === 0 && <Wrong>{send.error.message}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending} data-testid="grade-send">
            {t(`grades.act.${act}`)}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
