import { useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import type { OrgPage, OrgSheet } from './types.ts';
import { useParty, useSend } from './use-party.ts';

const VARIETIES: Record<string, string[]> = {
  branch: ['own', 'joint', 'compound', 'functional', 'temporary', 'enterprise'],
  group: ['building', 'courtyard', 'village'],
};

function Faults({ error }: { error: ProblemError | null }) {
  if (!error) return null;
  return <Wrong>{[error.message, ...error.fields.map((field) => field.message)].join(' · ')}</Wrong>;
}

type FormProps = { org: OrgSheet; verb: string; onClose: () => void };

/** A form of plain inputs for one act. */
function PlainForm({
  org,
  verb,
  inputs,
  onClose,
}: FormProps & { inputs: { name: string; type: string; value: string; optional?: boolean }[] }) {
  const [values, setValues] = useState(Object.fromEntries(inputs.map((one) => [one.name, one.value])));
  const send = useSend<object>(`/party/orgs/${org.id}/${verb}`, `party.done.${verb}`, onClose);
  const body = Object.fromEntries(
    inputs
      .filter((one) => values[one.name])
      .map((one) => [one.name, one.type === 'number' ? Number(values[one.name]) : values[one.name]]),
  );
  return (
    <form
      className="hy-form"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ version: org.version, ...body });
      }}
    >
      {inputs.map((one) => (
        <Field
          key={one.name}
          id={`party-${one.name}`}
          label={t(`party.field.${one.name}`)}
          {...(one.optional ? { required: false } : {})}
        >
          <input
            className="hy-input"
            id={`party-${one.name}`}
            type={one.type}
            min={one.type === 'number' ? 0 : undefined}
            required={!one.optional}
            value={values[one.name]}
            onChange={(event) => setValues({ ...values, [one.name]: event.target.value })}
          />
        </Field>
      ))}
      <Faults error={send.error} />
      <Foot verb={verb} busy={send.isPending} onClose={onClose} />
    </form>
  );
}

function Foot({
  verb,
  busy,
  disabled,
  onClose,
}: {
  verb: string;
  busy: boolean;
  disabled?: boolean;
  onClose: () => void;
}) {
  return (
    <div className="hy-actions">
      <Button type="submit" look="primary" busy={busy} disabled={disabled ?? false} data-testid="party-send">
        {t(`party.act.${verb}`)}
      </Button>
      <Button look="plain" onClick={onClose}>
        {t('act.cancel')}
      </Button>
    </div>
  );
}

const orgRows = (q: string, signal: AbortSignal): Promise<ComboRow[]> =>
  api<OrgPage>('/party/orgs', { query: { limit: 30, ...(q ? { q } : {}) }, signal }).then((page) =>
    page.rows.map((one) => ({ id: one.id, name: one.name, note: `${both(one.word)} · ${one.place.name}` })),
  );

function MoveForm({ org, verb, onClose }: FormProps) {
  const [parent, setParent] = useState<ComboRow | null>(null);
  const send = useSend<object>(`/party/orgs/${org.id}/move`, 'party.done.move', onClose);
  return (
    <form
      className="hy-form"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ version: org.version, parent: parent?.id });
      }}
    >
      <Field id="party-parent" label={t('party.field.parent')}>
        <Combo
          id="party-parent"
          label={t('party.field.parent')}
          value={parent}
          search={orgRows}
          placeholder={t('party.search')}
          onChange={setParent}
        />
      </Field>
      <Faults error={send.error} />
      <Foot verb={verb} busy={send.isPending} disabled={!parent} onClose={onClose} />
    </form>
  );
}

/** Gathers places one by one. */
function PlacesField({ value, onChange }: { value: ComboRow[]; onChange: (rows: ComboRow[]) => void }) {
  return (
    <Field id="party-covers" label={t('party.field.covers')} required={false}>
      <Combo
        id="party-covers"
        label={t('party.field.covers')}
        value={null}
        clearOnPick
        search={placeRows}
        placeholder={t('picker.place')}
        onChange={(row) => row && !value.some((one) => one.id === row.id) && onChange([...value, row])}
      />
      <ul className="party-chips">
        {value.map((one) => (
          <li key={one.id}>
            {one.name}
            <Button look="plain" onClick={() => onChange(value.filter((other) => other.id !== one.id))}>
              {t('party.wish.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Field>
  );
}

function CoverForm({ org, verb, onClose }: FormProps) {
  const [places, setPlaces] = useState<ComboRow[]>(
    org.places.filter((one) => one.to === null).map(({ id, name }) => ({ id, name })),
  );
  const send = useSend<object>(`/party/orgs/${org.id}/cover`, 'party.done.cover', onClose);
  return (
    <form
      className="hy-form"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ version: org.version, covers: places.map((one) => one.id) });
      }}
    >
      <PlacesField value={places} onChange={setPlaces} />
      <Faults error={send.error} />
      <Foot verb={verb} busy={send.isPending} onClose={onClose} />
    </form>
  );
}

/** A new organisation, below another or at the top. */
export function MakeForm({ parent, onClose }: { parent: OrgSheet | null; onClose: () => void }) {
  const party = useParty().data;
  const [kind, setKind] = useState(parent ? (parent.kind === 'group' ? 'household' : 'branch') : 'committee');
  const [variety, setVariety] = useState(parent ? 'functional' : '');
  const [name, setName] = useState('');
  const [place, setPlace] = useState<ComboRow | null>(parent ? { id: parent.place.id, name: parent.place.name } : null);
  const [covers, setCovers] = useState<ComboRow[]>([]);
  const [term, setTerm] = useState('');
  const send = useSend<object>('/party/orgs', 'party.done.make', onClose);
  const kinds = [...new Set([...(party?.levels ?? []), ...(party?.country ?? [])].map((level) => level.kind))];
  const choose = (next: string) => {
    setKind(next);
    setVariety(VARIETIES[next]?.[next === 'branch' ? 3 : 0] ?? '');
  };
  return (
    <form
      className="hy-form"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({
          kind,
          variety: variety || null,
          name,
          parent: parent?.id ?? null,
          place: place?.id ?? '',
          covers: covers.map((one) => one.id),
          ...(term ? { term } : {}),
        });
      }}
    >
      <Field id="party-kind" label={t('party.field.kind')}>
        <select className="hy-input" id="party-kind" value={kind} onChange={(event) => choose(event.target.value)}>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`party.kind.${one}`)}
            </option>
          ))}
        </select>
      </Field>
      {VARIETIES[kind] && (
        <Field id="party-variety" label={t('party.field.variety')}>
          <select
            className="hy-input"
            id="party-variety"
            value={variety}
            onChange={(event) => setVariety(event.target.value)}
          >
            {VARIETIES[kind].map((one) => (
              <option key={one} value={one}>
                {t(`party.variety.${one}`)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field id="party-name" label={t('party.field.name')}>
        <input
          className="hy-input"
          id="party-name"
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field id="party-place" label={t('party.field.place')}>
        <Combo
          id="party-place"
          label={t('party.field.place')}
          value={place}
          search={placeRows}
          placeholder={t('picker.place')}
          onChange={setPlace}
        />
      </Field>
      {kind === 'branch' && <PlacesField value={covers} onChange={setCovers} />}
      {['temporary', 'functional'].includes(variety) && (
        <Field id="party-term" label={t('party.field.term')} {...(variety === 'functional' ? { required: false } : {})}>
          <input
            className="hy-input"
            id="party-term"
            type="date"
            required={variety === 'temporary'}
            value={term}
            onChange={(event) => setTerm(event.target.value)}
          />
        </Field>
      )}
      <Faults error={send.error} />
      <Foot verb="make" busy={send.isPending} disabled={!place} onClose={onClose} />
    </form>
  );
}

function AdmitForm({ org, verb, onClose }: FormProps) {
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [relation, setRelation] = useState(org.variety === 'functional' ? 'functional' : 'own');
  const [standing, setStanding] = useState('full');
  const grid = org.places.find((one) => one.kind === 'grid' && one.to === null);
  const [residence, setResidence] = useState<ComboRow | null>(grid ? { id: grid.id, name: grid.name } : null);
  const send = useSend<object>(`/party/orgs/${org.id}/members`, 'party.done.admit', onClose);
  const choice = (id: string, value: string, set: (value: string) => void, options: string[]) => (
    <Field id={`party-${id}`} label={t(`party.field.${id}`)}>
      <select className="hy-input" id={`party-${id}`} value={value} onChange={(event) => set(event.target.value)}>
        {options.map((one) => (
          <option key={one} value={one}>
            {t(`party.${id}.${one}`)}
          </option>
        ))}
      </select>
    </Field>
  );
  return (
    <form
      className="hy-form"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({
          version: org.version,
          name,
          ...(phone ? { phone } : {}),
          relation,
          standing,
          residence: residence?.id ?? null,
        });
      }}
    >
      <Field id="party-person" label={t('party.field.person')}>
        <input
          className="hy-input"
          id="party-person"
          required
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field id="party-phone" label={t('party.field.phone')} required={false}>
        <input
          className="hy-input"
          id="party-phone"
          inputMode="numeric"
          pattern="1\d{10}"
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      </Field>
      <div className="two">
        {choice('relation', relation, setRelation, ['own', 'reporting', 'functional'])}
        {choice('standing', standing, setStanding, ['full', 'probationary'])}
      </div>
      <Field id="party-residence" label={t('party.field.residence')} required={false}>
        <Combo
          id="party-residence"
          label={t('party.field.residence')}
          value={residence}
          search={placeRows}
          placeholder={t('picker.place')}
          onChange={setResidence}
        />
      </Field>
      <Faults error={send.error} />
      <Foot verb={verb} busy={send.isPending} onClose={onClose} />
    </form>
  );
}

function ActForm({ org, verb, onClose }: FormProps) {
  const today = useCounty().data?.today ?? '';
  const plain = (inputs: Parameters<typeof PlainForm>[0]['inputs']) => (
    <PlainForm org={org} verb={verb} inputs={inputs} onClose={onClose} />
  );
  switch (verb) {
    case 'make':
      return <MakeForm parent={org} onClose={onClose} />;
    case 'admit':
      return <AdmitForm org={org} verb={verb} onClose={onClose} />;
    case 'move':
      return <MoveForm org={org} verb={verb} onClose={onClose} />;
    case 'cover':
      return <CoverForm org={org} verb={verb} onClose={onClose} />;
    case 'rename':
      return plain([{ name: 'name', type: 'text', value: org.name }]);
    case 'extend':
      return plain([{ name: 'term', type: 'date', value: org.term ?? today }]);
    case 'plaques':
      return plain([
        { name: 'hang', type: 'number', value: '', optional: true },
        { name: 'take', type: 'number', value: '', optional: true },
      ]);
    default:
      return plain([{ name: 'lastDay', type: 'date', value: '', optional: true }]);
  }
}

const ORDER = ['admit', 'make', 'rename', 'cover', 'plaques', 'extend', 'move', 'dissolve'];

/** The acts the server offers, each opening its form. */
export function OrgActs({ org }: { org: OrgSheet }) {
  const [verb, setVerb] = useState<string | null>(null);
  const verbs = ORDER.filter((one) => org.abilities.includes(one));
  if (verbs.length === 0) return null;
  return (
    <div className="hy-actions party-acts">
      {verbs.map((one) => (
        <Button key={one} onClick={() => setVerb(one)} data-testid={`org-${one}`}>
          {t(`party.act.${one}`)}
        </Button>
      ))}
      {verb && (
        <Dialog
          open
          onClose={() => setVerb(null)}
          title={`${t(`party.act.${verb}`)} · ${org.name}`}
          dismissable={false}
        >
          <ActForm org={org} verb={verb} onClose={() => setVerb(null)} />
        </Dialog>
      )}
    </div>
  );
}
