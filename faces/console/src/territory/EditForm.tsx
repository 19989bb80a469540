import { PenTool } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { Closing } from './Closing.tsx';
import { type FormProps, outlineOf, prevented } from './form-props.ts';
import { fieldWrong, SubkindField, TextField, useOrder } from './forms.tsx';
import { Drawing, Measure, UploadOutline } from './OutlineField.tsx';
import { PointField } from './PointField.tsx';
import { Rehoused } from './Rehoused.tsx';
import type { Shape } from './types.ts';

export function EditForm({ county, sheet, ability, board, shapes, onDone, onCancel }: FormProps<'edit'>) {
  const { place, version } = sheet;
  const [name, setName] = useState(place.name);
  const [code, setCode] = useState(place.code ?? '');
  const [subkind, setSubkind] = useState(place.subkind ?? '');
  const [gridded, setGridded] = useState(place.gridded);
  const [shape, setShape] = useState<Shape | null>(null);
  const [point, setPoint] = useState(sheet.point);
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
      ...(point === sheet.point ? {} : { point }),
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
      {ability.point && (
        <PointField
          board={board}
          own={sheet.point}
          value={point}
          onChange={setPoint}
          wrong={fieldWrong(error, 'point')}
        />
      )}
      {ability.point && point && point !== sheet.point && <Rehoused place={place.id} point={point} />}
      <fieldset className="hy-field">
        <legend className="hy-label">{t('territory.shape')}</legend>
        {board.task && board.task.kind !== 'point' ? (
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
            {shape && place.kind === 'grid' && <Rehoused place={place.id} shape={shape} />}
            <div className="hy-actions">
              <Button
                icon={<PenTool size="1em" aria-hidden />}
                data-testid="draw"
                disabled={board.task !== null}
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
      <Closing
        county={county}
        from={from}
        onFrom={setFrom}
        order={order}
        label={t('territory.send.edit')}
        disabled={board.task !== null}
        onFix={send}
        onCancel={onCancel}
      />
    </form>
  );
}
