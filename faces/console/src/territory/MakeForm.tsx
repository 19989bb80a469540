/** A new place below this one. */
import { shared, without } from '@huying/domain/places';
import { PenTool } from 'lucide-react';
import { useState } from 'react';
import type { LonLat } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { Closing } from './Closing.tsx';
import { type FormProps, outlineOf, prevented } from './form-props.ts';
import { fieldWrong, SubkindField, TextField, useOrder } from './forms.tsx';
import { Drawing, Measure, UploadOutline } from './OutlineField.tsx';
import { PointField } from './PointField.tsx';
import type { Shape } from './types.ts';
import { kindWords } from './words.ts';

export function MakeForm({ county, sheet, ability, board, shapes, onDone, onCancel }: FormProps<'make'>) {
  const { place } = sheet;
  const [kind, setKind] = useState(ability.kinds[0]?.kind ?? '');
  const chosen = ability.kinds.find((one) => one.kind === kind);
  const [name, setName] = useState('');
  const [code, setCode] = useState(chosen?.code ?? '');
  const [subkind, setSubkind] = useState('');
  const [shape, setShape] = useState<Shape | null>(null);
  const [point, setPoint] = useState<LonLat | null>(null);
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
      ...(point && chosen?.point ? { point } : {}),
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
      {chosen?.point && (
        <PointField board={board} own={null} value={point} onChange={setPoint} wrong={fieldWrong(error, 'point')} />
      )}
      <fieldset className="hy-field">
        <legend className="hy-label">
          {t('territory.shape')} <em>{t('field.optional')}</em>
        </legend>
        {board.task && board.task.kind !== 'point' ? (
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
                disabled={board.task !== null}
                onClick={() => board.start({ kind: 'new' })}
              >
                {t('territory.draw')}
              </Button>
              <UploadOutline label={t('territory.upload')} onRead={([first]) => put(first?.shape ?? null)} />
            </div>
          </>
        )}
      </fieldset>
      <Closing
        county={county}
        from={from}
        onFrom={setFrom}
        order={order}
        label={t('territory.send.make')}
        disabled={board.task !== null}
        onFix={send}
        onCancel={onCancel}
      />
    </form>
  );
}
