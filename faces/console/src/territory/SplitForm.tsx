/** A place becomes several: parts are cut off on the map one by one, what is left is the last part. */
import { shared, without } from '@huying/domain/places';
import { PenTool, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { BelowField, partOf, sharedLines } from './BelowField.tsx';
import { Closing } from './Closing.tsx';
import { branchLine, counted, Follows, useConsequences } from './consequences.tsx';
import { type FormProps, outlineOf } from './form-props.ts';
import { fieldWrong, SubkindField, TextField, useOrder } from './forms.tsx';
import { Drawing, Measure, UploadOutline } from './OutlineField.tsx';
import type { Shape } from './types.ts';

type Part = { name: string; code: string; subkind: string; shape: Shape | null };

export function SplitForm({ county, sheet, ability, board, shapes, onDone, onCancel }: FormProps<'split'>) {
  const { place, version } = sheet;
  const whole = outlineOf(shapes, place.id);
  const named = (no: number, shape: Shape | null): Part => ({
    name: t('territory.partName', { name: place.name, no }),
    code: place.code ? (ability.codes[no - 1] ?? '') : '',
    subkind: place.subkind ?? '',
    shape,
  });
  const [parts, setParts] = useState<Part[]>(whole ? [] : [named(1, null), named(2, null)]);
  const [below, setBelow] = useState<Record<string, number>>({});
  const [heir, setHeir] = useState('0');
  const [from, setFrom] = useState(county.today);
  const order = useOrder(`/places/${place.id}/split`, onDone);
  const facts = useConsequences(place.id).data;
  const put = (next: Part[]) => {
    setParts(next);
    board.preview(next.flatMap((part) => (part.shape ? [{ name: part.name, shape: part.shape }] : [])));
  };
  /** Cuts what was drawn off the last part, which is what is left so far. */
  const cut = (drawn: Shape) => {
    const rest = parts.at(-1)?.shape ?? whole;
    if (!rest) return;
    const [inside, outside] = [shared(rest, drawn), without(rest, [drawn])];
    if (!inside || !outside) return;
    put([
      ...parts.slice(0, -1),
      named(Math.max(1, parts.length), inside),
      named(Math.max(2, parts.length + 1), outside),
    ]);
  };
  const change = (index: number, set: Partial<Part>) =>
    put(parts.map((part, at) => (at === index ? { ...part, ...set } : part)));
  const belowOf = (index: number) =>
    (facts?.below ?? []).filter((one) => partOf(one, parts, below).part === index).map((one) => one.id);
  const send = () =>
    order.mutate({
      version,
      from,
      parts: parts.map(({ name, code, subkind, shape }, index) => ({
        name,
        ...(code ? { code } : {}),
        ...(subkind ? { subkind } : {}),
        ...(shape ? { shape } : {}),
        below: belowOf(index),
      })),
      ...(heir === '' ? {} : { heir: Number(heir) }),
    });
  const up = { parent: facts?.parent?.name ?? '' };
  return (
    <form
      className="hy-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {whole && (
        <fieldset className="hy-field">
          <legend className="hy-label">{t('territory.parts')}</legend>
          {board.task ? (
            <Drawing board={board} hint={t('territory.cutHint')}>
              <Button
                look="primary"
                disabled={!board.drawn}
                data-testid="draw-take"
                onClick={() => {
                  if (board.drawn) cut(board.drawn);
                  board.start(null);
                }}
              >
                {t('territory.cut')}
              </Button>
            </Drawing>
          ) : (
            <div className="hy-actions">
              <Button
                icon={<PenTool size="1em" aria-hidden />}
                data-testid="draw"
                onClick={() => board.start({ kind: 'new' })}
              >
                {t(parts.length === 0 ? 'territory.cutFirst' : 'territory.cutMore')}
              </Button>
              <UploadOutline
                label={t('territory.uploadParts')}
                onRead={(read) =>
                  put(
                    read.map((one, index) => ({
                      ...named(index + 1, one.shape),
                      ...(one.name ? { name: one.name } : {}),
                    })),
                  )
                }
              />
              {parts.length > 0 && (
                <Button look="plain" icon={<X size="1em" aria-hidden />} onClick={() => put([])}>
                  {t('territory.cutAgain')}
                </Button>
              )}
            </div>
          )}
        </fieldset>
      )}
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the list
        <fieldset className="part" key={index} data-testid="part">
          <legend>{t('territory.part', { no: index + 1 })}</legend>
          <TextField
            id={`part-${index}-name`}
            label={t('territory.name')}
            value={part.name}
            onChange={(name) => change(index, { name })}
            wrong={fieldWrong(order.error, `parts.${index}.name`)}
          />
          <div className="two">
            {place.code && (
              <TextField
                id={`part-${index}-code`}
                label={t('territory.codeLabel')}
                value={part.code}
                onChange={(code) => change(index, { code })}
                wrong={fieldWrong(order.error, `parts.${index}.code`)}
              />
            )}
            <SubkindField
              id={`part-${index}-subkind`}
              subkinds={ability.subkinds}
              value={part.subkind}
              onChange={(subkind) => change(index, { subkind })}
            />
          </div>
          <Measure shape={part.shape} />
        </fieldset>
      ))}
      {parts.length > 1 && facts && facts.below.length > 0 && (
        <BelowField
          places={facts.below}
          parts={parts}
          chosen={below}
          onChoose={(id, part) => setBelow({ ...below, [id]: part })}
        />
      )}
      {parts.length > 1 && (facts?.terms ?? 0) > 0 && (
        <Field id="split-heir" label={t('territory.heir')} hint={t('territory.heirHint')}>
          <select
            className="hy-input"
            id="split-heir"
            aria-describedby="split-heir-note"
            value={heir}
            onChange={(event) => setHeir(event.target.value)}
          >
            {parts.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the list
              <option key={index} value={index}>
                {part.name}
              </option>
            ))}
            <option value="">{t('territory.heirNone')}</option>
          </select>
        </Field>
      )}
      {parts.length > 1 && (
        <Follows
          facts={facts}
          lines={
            facts
              ? [
                  ...sharedLines(facts.below, parts, below),
                  ...counted('territory.then.mattersSplit', facts.matters, up),
                  ...counted('territory.then.openSplit', facts.openMatters),
                  ...counted('territory.then.units', facts.units, up),
                  ...counted('territory.then.reporting', facts.reporting, up),
                  ...counted('territory.then.facilitiesSplit', facts.facilities, up),
                  ...counted('territory.then.devicesSplit', facts.devices, up),
                  ...counted('territory.then.membersSplit', facts.members, up),
                  ...branchLine('territory.then.branchesSplit', facts),
                  ...counted('territory.then.plans', facts.plans),
                  t('territory.then.history'),
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
        label={t('territory.send.split')}
        disabled={parts.length < 2 || board.task !== null}
        onCancel={onCancel}
      />
    </form>
  );
}
