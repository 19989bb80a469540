/** One change of a place as a form: what the server says may be done, with what follows said before. */
import { shared, without } from '@huying/domain/places';
import { PenTool } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { County, Shapes } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import {
  type Board,
  counted,
  DayField,
  Drawing,
  Follows,
  fieldWrong,
  Measure,
  type Ordered,
  Refused,
  Send,
  SubkindField,
  TextField,
  UploadOutline,
  useConsequences,
  useOrder,
} from './forms.tsx';
import { SplitForm } from './SplitForm.tsx';
import type { Ability, PlaceSheet, Shape, Verb } from './types.ts';
import { kindWords } from './words.ts';

export type FormProps<V extends Verb = Verb> = {
  county: County;
  sheet: PlaceSheet;
  ability: Extract<Ability, { verb: V }>;
  board: Board;
  /** Outlines of the place and of those directly below it. */
  shapes: Shapes | undefined;
  onDone: (ordered: Ordered) => void;
  onCancel: () => void;
};

export function outlineOf(shapes: Shapes | undefined, id: string): Shape | null {
  return (shapes?.features.find((one) => one.properties.id === id)?.geometry as Shape | undefined) ?? null;
}

function prevented(send: () => void) {
  return (event: FormEvent) => {
    event.preventDefault();
    send();
  };
}

function EditForm({ county, sheet, ability, board, shapes, onDone, onCancel }: FormProps<'edit'>) {
  const { place, version } = sheet;
  const [name, setName] = useState(place.name);
  const [code, setCode] = useState(place.code ?? '');
  const [subkind, setSubkind] = useState(place.subkind ?? '');
  const [gridded, setGridded] = useState(place.gridded);
  const [shape, setShape] = useState<Shape | null>(null);
  const [from, setFrom] = useState(county.today);
  const order = useOrder(`/places/${place.id}/edit`, onDone);
  const own = outlineOf(shapes, place.id);
  const send = (fix?: string) =>
    order.mutate({
      version,
      from,
      ...(name === place.name ? {} : { name }),
      ...(code === (place.code ?? '') ? {} : { code }),
      ...(subkind === (place.subkind ?? '') ? {} : { subkind }),
      ...(gridded === place.gridded ? {} : { gridded }),
      ...(shape ? { shape } : {}),
      ...(fix ? { fix } : {}),
    });
  const { error } = order;
  return (
    <form className="hy-form" noValidate onSubmit={prevented(() => send())}>
      <TextField
        id="place-name"
        label={t('territory.name')}
        value={name}
        onChange={setName}
        wrong={fieldWrong(error, 'name')}
      />
      {ability.code && (
        <TextField
          id="place-code"
          label={t('territory.codeLabel')}
          value={code}
          onChange={setCode}
          wrong={fieldWrong(error, 'code')}
          hint={t('territory.codeAlong')}
        />
      )}
      <SubkindField id="place-subkind" subkinds={ability.subkinds} value={subkind} onChange={setSubkind} />
      {ability.gridded && (
        <label className="check">
          <input type="checkbox" checked={gridded} onChange={(event) => setGridded(event.target.checked)} />
          {t('territory.gridded')}
        </label>
      )}
      <fieldset className="hy-field">
        <legend className="hy-label">{t('territory.shape')}</legend>
        {board.task ? (
          <Drawing board={board} hint={t(board.task.kind === 'edit' ? 'territory.dragHint' : 'territory.drawHint')}>
            <Button
              look="primary"
              disabled={!board.drawn}
              data-testid="draw-take"
              onClick={() => {
                setShape(board.drawn);
                if (board.drawn) board.preview([{ name, shape: board.drawn }]);
                board.start(null);
              }}
            >
              {t('territory.take')}
            </Button>
          </Drawing>
        ) : (
          <>
            <Measure shape={shape ?? own} />
            {shape && <p>{t('territory.shapeNew')}</p>}
            <div className="hy-actions">
              <Button
                icon={<PenTool size="1em" aria-hidden />}
                data-testid="draw"
                onClick={() =>
                  board.start((shape ?? own) ? { kind: 'edit', shape: (shape ?? own) as Shape } : { kind: 'new' })
                }
              >
                {t(own ? 'territory.dragBorder' : 'territory.draw')}
              </Button>
              <UploadOutline
                label={t('territory.upload')}
                onRead={([first]) => {
                  if (!first) return;
                  setShape(first.shape);
                  board.preview([{ name, shape: first.shape }]);
                }}
              />
            </div>
          </>
        )}
      </fieldset>
      <DayField county={county} value={from} onChange={setFrom} wrong={fieldWrong(error, 'from')} />
      <Refused error={error} onFix={send} />
      <Send
        busy={order.isPending}
        disabled={board.task !== null}
        label={t('territory.send.edit')}
        onCancel={onCancel}
      />
    </form>
  );
}

function MakeForm({ county, sheet, ability, board, shapes, onDone, onCancel }: FormProps<'make'>) {
  const { place } = sheet;
  const [kind, setKind] = useState(ability.kinds[0]?.kind ?? '');
  const chosen = ability.kinds.find((one) => one.kind === kind);
  const [name, setName] = useState('');
  const [code, setCode] = useState(chosen?.code ?? '');
  const [subkind, setSubkind] = useState('');
  const [shape, setShape] = useState<Shape | null>(null);
  const [from, setFrom] = useState(county.today);
  const order = useOrder('/places', onDone);
  const { error } = order;
  const frame = outlineOf(shapes, place.id);
  /** A hand does not meet borders to the centimetre: what is drawn ends where the parent and its neighbours begin. */
  const fitted = (drawn: Shape): Shape | null => {
    const inside = frame ? shared(frame, drawn) : drawn;
    const others = (shapes?.features ?? [])
      .filter((one) => one.properties.kind === kind)
      .map((one) => one.geometry as Shape);
    return inside && others.length > 0 ? without(inside, others) : inside;
  };
  const put = (next: Shape | null) => {
    setShape(next);
    board.preview(next ? [{ name: name || t('territory.newPlace'), shape: next }] : []);
  };
  const send = (fix?: string) =>
    order.mutate({
      parent: place.id,
      kind,
      name,
      from,
      ...(subkind ? { subkind } : {}),
      ...(code ? { code } : {}),
      ...(shape ? { shape } : {}),
      ...(fix ? { fix } : {}),
    });
  return (
    <form className="hy-form" noValidate onSubmit={prevented(() => send())}>
      <Field id="place-kind" label={t('territory.level')} wrong={fieldWrong(error, 'kind')}>
        <select
          className="hy-input"
          id="place-kind"
          value={kind}
          onChange={(event) => {
            setKind(event.target.value);
            setSubkind('');
            setCode(ability.kinds.find((one) => one.kind === event.target.value)?.code ?? '');
          }}
        >
          {ability.kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {kindWords({ kind: one.kind, subkind: null })}
            </option>
          ))}
        </select>
      </Field>
      <TextField
        id="place-name"
        label={t('territory.name')}
        value={name}
        onChange={setName}
        wrong={fieldWrong(error, 'name')}
      />
      <SubkindField
        id="place-subkind"
        subkinds={chosen?.subkinds ?? []}
        value={subkind}
        onChange={setSubkind}
        wrong={fieldWrong(error, 'subkind')}
      />
      {chosen?.coded && (
        <TextField
          id="place-code"
          label={t('territory.codeLabel')}
          value={code}
          onChange={setCode}
          wrong={fieldWrong(error, 'code')}
          hint={t('territory.codeNext')}
        />
      )}
      <fieldset className="hy-field">
        <legend className="hy-label">
          {t('territory.shape')} <em>{t('field.optional')}</em>
        </legend>
        {board.task ? (
          <Drawing board={board} hint={t('territory.drawHint')}>
            <Button
              look="primary"
              disabled={!board.drawn}
              data-testid="draw-take"
              onClick={() => {
                put(board.drawn && fitted(board.drawn));
                board.start(null);
              }}
            >
              {t('territory.take')}
            </Button>
          </Drawing>
        ) : (
          <>
            <Measure shape={shape} />
            <div className="hy-actions">
              <Button
                icon={<PenTool size="1em" aria-hidden />}
                data-testid="draw"
                onClick={() => board.start({ kind: 'new' })}
              >
                {t('territory.draw')}
              </Button>
              <UploadOutline label={t('territory.upload')} onRead={([first]) => put(first?.shape ?? null)} />
            </div>
          </>
        )}
      </fieldset>
      <DayField county={county} value={from} onChange={setFrom} wrong={fieldWrong(error, 'from')} />
      <Refused error={error} onFix={send} />
      <Send
        busy={order.isPending}
        disabled={board.task !== null}
        label={t('territory.send.make')}
        onCancel={onCancel}
      />
    </form>
  );
}

function RetireForm({ county, sheet, onDone, onCancel }: FormProps<'retire'>) {
  const { place, version } = sheet;
  const [from, setFrom] = useState(county.today);
  const order = useOrder(`/places/${place.id}/retire`, onDone);
  const facts = useConsequences(place.id).data;
  const up = { parent: facts?.parent?.name ?? '' };
  const coded = facts?.below.filter((one) => one.coded).length ?? 0;
  return (
    <form className="hy-form" noValidate onSubmit={prevented(() => order.mutate({ version, from }))}>
      <Follows
        facts={facts}
        lines={
          facts
            ? [
                ...counted('territory.then.coded', coded),
                ...counted('territory.then.matters', facts.matters, up),
                ...counted('territory.then.open', facts.openMatters, up),
                ...counted('territory.then.termsEnd', facts.terms),
                ...counted('territory.then.below', facts.below.length - coded, up),
                ...counted('territory.then.units', facts.units, up),
                ...counted('territory.then.facilities', facts.facilities, up),
                t('territory.then.history'),
              ]
            : []
        }
      />
      <DayField county={county} value={from} onChange={setFrom} wrong={fieldWrong(order.error, 'from')} />
      <Refused error={order.error} />
      <Send busy={order.isPending} disabled={coded > 0} label={t('territory.send.retire')} onCancel={onCancel} />
    </form>
  );
}

function MergeForm({ county, sheet, ability, board, onDone, onCancel }: FormProps<'merge'>) {
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
                  ...counted('territory.then.facilities', facts.facilities, heir),
                ]
              : []
          }
        />
      )}
      <DayField county={county} value={from} onChange={setFrom} wrong={fieldWrong(order.error, 'from')} />
      <Refused error={order.error} />
      <Send
        busy={order.isPending}
        disabled={others.length === 0}
        label={t('territory.send.merge')}
        onCancel={onCancel}
      />
    </form>
  );
}

/** The form of one act; drawing ends with it. */
export function PlaceForm(props: FormProps) {
  const { ability, board, sheet } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the form opens and closes
  useEffect(() => {
    return () => {
      board.start(null);
      board.preview([]);
      board.choose(null);
    };
  }, []);
  const of = (form: React.ReactNode) => (
    <article className="sheet" data-testid={`form-${ability.verb}`}>
      <h2>{t(`territory.act.${ability.verb}`, { name: sheet.place.name })}</h2>
      {form}
    </article>
  );
  switch (ability.verb) {
    case 'edit':
      return of(<EditForm {...(props as FormProps<'edit'>)} />);
    case 'make':
      return of(<MakeForm {...(props as FormProps<'make'>)} />);
    case 'retire':
      return of(<RetireForm {...(props as FormProps<'retire'>)} />);
    case 'split':
      return of(<SplitForm {...(props as FormProps<'split'>)} />);
    case 'merge':
      return of(<MergeForm {...(props as FormProps<'merge'>)} />);
  }
}
