import { X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { api, asProblem, newId } from '../../../shared/api/client.ts';
import type { Page } from '../../../shared/api/types.ts';
import { PlacePicker } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { listText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import type { PersonCard } from '../people/types.ts';
import { useRules } from './rules.ts';
import type { TeamView } from './types.ts';

const peopleRows =
  (place: string | null) =>
  (q: string, signal: AbortSignal): Promise<ComboRow[]> =>
    api<Page<PersonCard>>('/people', { query: { q, ...(place ? { place } : {}), limit: 20 }, signal }).then((page) =>
      page.rows.map((one) => ({
        id: one.id,
        name: one.name,
        note: listText(one.posts.map((post) => `${post.at.name} ${both(post.word)}`)),
      })),
    );

/** Makes a team or changes it; the first of its people leads. */
export function TeamForm({
  team,
  onClose,
  onDone,
}: {
  team: TeamView | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const rules = useRules().data;
  const [kind, setKind] = useState(team?.kind ?? '');
  const [name, setName] = useState(team?.name ?? '');
  const [place, setPlace] = useState<string | null>(team?.place.id ?? null);
  const [members, setMembers] = useState<{ id: string; name: string }[]>(team?.members ?? []);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    const fields = { kind, name: name.trim(), place, members: members.map((one) => one.id) };
    try {
      if (!kind || !fields.name || !place) {
        const lacks = (value: unknown) => (value ? '' : t('error.field_required'));
        setWrong({ kind: lacks(kind), name: lacks(fields.name), place: lacks(place) });
        return;
      }
      if (team) await api(`/teams/${team.id}/change`, { key: key.current, body: { version: team.version, ...fields } });
      else await api('/teams', { key: key.current, body: { id: newId(), ...fields } });
      toast(t('facilities.saved', { name: fields.name }));
      onDone();
      onClose();
    } catch (error) {
      key.current = newId();
      const problem = asProblem(error);
      setWrong(Object.fromEntries(problem.fields.map((field) => [field.path.split('.')[0], field.message])));
      setFailed(problem.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(team ? 'facilities.team.change' : 'facilities.team.new')}
      dismissable={false}
    >
      <form className="hy-form" noValidate onSubmit={(event) => void submit(event)}>
        <Field id="team-kind" label={t('facilities.team.kind')} wrong={wrong.kind}>
          <select className="hy-input" id="team-kind" value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t('facilities.choose')}</option>
            {rules?.teamKinds.map((one) => (
              <option key={one.kind} value={one.kind}>
                {both(one.word)}
              </option>
            ))}
          </select>
        </Field>
        <Field id="team-name" label={t('facilities.name')} wrong={wrong.name}>
          <input
            className="hy-input"
            id="team-name"
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field id="team-place" label={t('facilities.place')} wrong={wrong.place}>
          <PlacePicker
            id="team-place"
            label={t('facilities.place')}
            value={place}
            name={team?.place.path.at(-1)?.name}
            onChange={(picked) => setPlace(picked)}
          />
        </Field>
        <FieldGroup
          id="team-members"
          label={t('facilities.team.members')}
          hint={t('facilities.team.membersHint')}
          wrong={wrong.members}
        >
          <ol className="fac-members">
            {members.map((one, i) => (
              <li key={one.id}>
                {i === 0 ? t('facilities.team.leads', { name: one.name }) : one.name}
                <Button
                  look="plain"
                  icon={<X size="1em" aria-hidden />}
                  label={t('act.removeNamed', { name: one.name })}
                  onClick={() => setMembers(members.filter((other) => other.id !== one.id))}
                />
              </li>
            ))}
          </ol>
          <Combo
            id="team-add"
            label={t('facilities.team.add')}
            placeholder={t('facilities.team.add')}
            value={null}
            clearOnPick
            search={peopleRows(place)}
            onChange={(row) => {
              if (row && !members.some((one) => one.id === row.id))
                setMembers([...members, { id: row.id, name: row.name }]);
            }}
          />
        </FieldGroup>
        {failed && <Wrong>{failed}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={busy} data-testid="team-save">
            {t('act.save')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
