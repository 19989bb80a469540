import { PenTool } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { type FormProps, outlineOf, prevented } from './form-props.ts';
import {
  DayField,
  Drawing,
  fieldWrong,
  Measure,
  Refused,
  Send,
  SubkindField,
  TextField,
  UploadOutline,
  useOrder,
} from './forms.tsx';
import type { Shape } from './types.ts';

export function EditForm({ county, sheet, ability, board, shapes, onDone, onCancel }: FormProps<'edit'>) {
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
