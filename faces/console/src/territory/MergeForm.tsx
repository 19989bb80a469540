import { useEffect, useState } from 'react';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { Closing } from './Closing.tsx';
import { branchLine, counted, Follows, useConsequences } from './consequences.tsx';
import { type FormProps, prevented } from './form-props.ts';
import { fieldWrong, TextField, useOrder } from './forms.tsx';

export function MergeForm({ county, sheet, ability, board, onDone, onCancel }: FormProps<'merge'>) {
  const { place, version } = sheet;
  const [others, setOthers] = useState<string[]>([]);
  const [into, setInto] = useState(place.id);
  const [name, setName] = useState(place.name);
  const [code, setCode] = useState(ability.code);
  const [q, setQ] = useState('');
  const [from, setFrom] = useState(county.today);
  const order = useOrder('/places/merge', onDone);
  const ending = [place.id, ...others].filter((id) => id !== into);
  const [first = place.id, ...rest] = ending;
  const facts = useConsequences(first, rest).data;
  const names = new Map([[place.id, place.name], ...ability.with.map((one) => [one.id, one.name] as const)]);
  const heir = { parent: into ? (names.get(into) ?? '') : name };
  const toggle = (id: string) => {
    if (!ability.with.some((one) => one.id === id)) return;
    setOthers(others.includes(id) ? others.filter((one) => one !== id) : [...others, id]);
    if (into === id) setInto(place.id);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is told when the choice changes
  useEffect(() => board.choose({ chosen: [place.id, ...others], toggle }), [others, into]);
  const send = () =>
    order.mutate({
      places: [
        { id: place.id, version },
        ...ability.with
          .filter((one) => others.includes(one.id))
          .map(({ id, version: seen }) => ({ id, version: seen })),
      ],
      ...(into ? { into } : { code, ...(place.subkind ? { subkind: place.subkind } : {}) }),
      name,
      from,
    });
  return (
    <form className="hy-form" noValidate onSubmit={prevented(send)}>
      <fieldset className="hy-field">
        <legend className="hy-label">{t('territory.mergeWith')}</legend>
        {ability.with.length > 10 && (
          <input
            className="hy-input"
            type="search"
            aria-label={t('territory.narrow')}
            placeholder={t('territory.narrow')}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        )}
        <div className="checks">
          {ability.with
            .filter((one) => one.name.includes(q.trim()) || others.includes(one.id))
            .map((one) => (
              <label className="check" key={one.id}>
                <input type="checkbox" checked={others.includes(one.id)} onChange={() => toggle(one.id)} />
                {one.name}
              </label>
            ))}
        </div>
      </fieldset>
      <Field id="merge-into" label={t('territory.mergeInto')}>
        <select
          className="hy-input"
          id="merge-into"
          value={into}
          onChange={(event) => {
            setInto(event.target.value);
            setName(names.get(event.target.value) ?? '');
          }}
        >
          {[place.id, ...others].map((id) => (
            <option key={id} value={id}>
              {t('territory.mergeStays', { name: names.get(id) ?? id })}
            </option>
          ))}
          <option value="">{t('territory.mergeNew')}</option>
        </select>
      </Field>
      <TextField
        id="place-name"
        label={t('territory.nameAfter')}
        value={name}
        onChange={setName}
        wrong={fieldWrong(order.error, 'name')}
      />
      {!into && place.code && (
        <TextField
          id="place-code"
          label={t('territory.codeLabel')}
          value={code}
          onChange={setCode}
          wrong={fieldWrong(order.error, 'code')}
          hint={t('territory.codeNext')}
        />
      )}
      {others.length > 0 && (
        <Follows
          facts={facts}
          lines={
            facts
              ? [
                  t('territory.then.merged', { places: ending.map((id) => names.get(id) ?? id).join('、'), ...heir }),
                  ...counted('territory.then.matters', facts.matters, heir),
                  ...counted('territory.then.open', facts.openMatters, heir),
                  ...counted('territory.then.termsGoOn', facts.terms, heir),
                  ...counted('territory.then.below', facts.below.length, heir),
                  ...counted('territory.then.units', facts.units, heir),
                  ...counted('territory.then.reporting', facts.reporting, heir),
                  ...counted('territory.then.facilities', facts.facilities, heir),
                  ...counted('territory.then.devices', facts.devices, heir),
                  ...counted('territory.then.members', facts.members, heir),
                  ...branchLine('territory.then.branches', facts, heir),
                  ...counted('territory.then.plans', facts.plans),
                ]
              : []
          }
        />
      )}
      <Closing
        county={county}
        from={from}
        onFrom={setFrom}
        order={order}
        label={t('territory.send.merge')}
        disabled={others.length === 0}
        onCancel={onCancel}
      />
    </form>
  );
}
