import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { UnitPicker, UnitsPicker } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { ConditionFields } from './ConditionFields.tsx';
import { bodyOf, type ConditionDraft, draftOf, type ItemDraft, newCondition } from './item-draft.ts';
import { Overtaken, SaveError } from './Overtaken.tsx';
import type { ListItem, VersionView } from './types.ts';
import { faultsOf, useChange, useSeen } from './use-lists.ts';

const CALLBACKS = ['call', 'message', 'none'];

function begin(item: ListItem): ItemDraft {
  const draft = draftOf(item);
  return draft.conditions.length > 0 ? draft : { ...draft, conditions: [newCondition(draft)] };
}

/** One item of a draft, to be written. What the server finds wrong is said beside the field. */
export function ItemForm({
  view,
  revision,
  item,
  now,
  fresh,
  categories,
  onDirty,
  onTheirs,
  onSaved,
  onRemoved,
}: {
  view: VersionView;
  /** The revision the items were read at. */
  revision: number;
  item: ListItem;
  /** The same as it was read last; null: it is not in the draft, or no more. */
  now: ListItem | null;
  /** It is not in the draft yet. */
  fresh: boolean;
  categories: string[];
  onDirty: (dirty: boolean) => void;
  /** What was typed is given up for what somebody else wrote. */
  onTheirs: () => void;
  onSaved: (id: string) => void;
  onRemoved: () => void;
}) {
  const [draft, setDraft] = useState(() => begin(item));
  const [dirty, setDirty] = useState(false);
  const { seen, overtaken, keepMine } = useSeen(revision, now);
  const saved = () => {
    setDirty(false);
    onSaved(draft.id);
  };
  const save = useChange(view, saved, seen);
  const remove = useChange(view, onRemoved, seen);
  const faults = faultsOf(save.error);
  const set = (more: Partial<ItemDraft>) => {
    setDraft((old) => ({ ...old, ...more }));
    setDirty(true);
    onDirty(true);
  };
  const setCondition = (n: number, more: Partial<ConditionDraft>) =>
    set({ conditions: draft.conditions.map((one, index) => (index === n ? { ...one, ...more } : one)) });
  const text = (name: 'code' | 'name' | 'category', more: object = {}) => (
    <Field id={`item-${name}`} label={t(`lists.field.${name}`)} wrong={faults[name]}>
      <input
        className="hy-input"
        id={`item-${name}`}
        value={draft[name]}
        onChange={(event) => set({ [name]: event.target.value })}
        {...more}
      />
    </Field>
  );
  return (
    <form
      className="sheet item-form"
      data-testid="item-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path: 'items', body: { item: bodyOf(draft) }, done: t('lists.saved') });
      }}
    >
      <h2>{draft.name || t('lists.addItem')}</h2>
      <div className="two">
        {text('code')}
        {text('category', { list: 'item-categories' })}
      </div>
      <datalist id="item-categories">
        {categories.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {text('name')}
      <Field id="item-lead" label={t('lists.field.lead')} wrong={faults.lead}>
        <UnitPicker
          id="item-lead"
          label={t('lists.field.lead')}
          value={draft.lead}
          onChange={(lead) => set({ lead })}
          wrong={faults.lead !== undefined}
        />
      </Field>
      {draft.lead === null && <p className="hy-hint">{t('lists.field.leadTown')}</p>}
      <Field id="item-assists" label={t('lists.field.assists')} required={false} wrong={listFault(faults, 'assists')}>
        <UnitsPicker
          id="item-assists"
          label={t('lists.field.assists')}
          value={draft.assists}
          onChange={(assists) => set({ assists })}
          names={new Map(item.assists.map((one) => [one.id, one.name]))}
        />
      </Field>
      <div className="two">
        <Field id="item-callback" label={t('lists.field.callback')} wrong={faults.callback}>
          <select
            className="hy-input"
            id="item-callback"
            value={draft.callback}
            onChange={(event) => set({ callback: event.target.value })}
          >
            {CALLBACKS.map((one) => (
              <option key={one} value={one}>
                {t(`callback.${one}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field
          id="item-keywords"
          label={t('lists.field.keywords')}
          required={false}
          hint={t('lists.field.keywordsHint')}
          wrong={faults.keywords}
        >
          <input
            className="hy-input"
            id="item-keywords"
            value={draft.keywords}
            onChange={(event) => set({ keywords: event.target.value })}
          />
        </Field>
      </div>
      <FieldGroup
        id="item-conditions"
        label={t('items.conditions', { n: draft.conditions.length })}
        wrong={faults.conditions}
      >
        {draft.conditions.map((condition, n) => (
          <ConditionFields
            key={condition.id}
            n={n}
            condition={condition}
            faults={faults}
            onChange={(more) => setCondition(n, more)}
            onRemove={() => set({ conditions: draft.conditions.filter((_, index) => index !== n) })}
          />
        ))}
        <Button
          onClick={() => set({ conditions: [...draft.conditions, newCondition(draft)] })}
          data-testid="add-condition"
        >
          {t('lists.addCondition')}
        </Button>
      </FieldGroup>
      {remove.error && <Wrong>{remove.error.message}</Wrong>}
      <div className="hy-actions item-form-end">
        {overtaken && dirty && <Overtaken gone={now === null} onTheirs={onTheirs} onMine={keepMine} />}
        <SaveError error={save.error} overtaken={overtaken} />
        <Button type="submit" look="primary" busy={save.isPending} disabled={!dirty} data-testid="item-save">
          {t('lists.save')}
        </Button>
        {dirty && <span className="hy-soft">{t('lists.unsaved')}</span>}
        <span className="grow" />
        {!fresh && (
          <Button
            look="plain"
            icon={<Trash2 size="1em" aria-hidden />}
            busy={remove.isPending}
            onClick={() => {
              if (window.confirm(t('lists.removeSure', { name: item.name })))
                remove.mutate({ path: `items/${item.id}/remove`, body: {}, done: t('lists.removed') });
            }}
            data-testid="item-remove"
          >
            {t('lists.removeItem')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The first fault of a list or of one in it. */
function listFault(faults: Record<string, string>, name: string): string | undefined {
  const path = Object.keys(faults).find((one) => one === name || one.startsWith(`${name}.`));
  return path ? faults[path] : undefined;
}
