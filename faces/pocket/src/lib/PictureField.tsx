import { Camera, ImagePlus, LoaderCircle, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { PictureError, shrink } from '../device/picture.ts';

const MOST = 9;

export type PictureFieldProps = { pictures: Blob[]; onChange: (pictures: Blob[]) => void; testId?: string };

/** Takes pictures by the camera or from the phone; they are made small at once and stay here until sent. */
export function PictureField({ pictures, onChange, testId }: PictureFieldProps) {
  const [busy, setBusy] = useState(0);
  const [wrong, setWrong] = useState<string | null>(null);
  const latest = useRef(pictures);
  latest.current = pictures;

  const take = async (files: FileList | null) => {
    setWrong(null);
    for (const file of [...(files ?? [])]) {
      if (latest.current.length >= MOST) {
        setWrong(t('pocket.picture.most', { n: MOST }));
        return;
      }
      setBusy((n) => n + 1);
      try {
        latest.current = [...latest.current, await shrink(file)];
        onChange(latest.current);
      } catch (error) {
        setWrong(t(error instanceof PictureError ? 'pocket.picture.unreadable' : 'pocket.picture.failed'));
      } finally {
        setBusy((n) => n - 1);
      }
    }
  };

  return (
    <div className="pk-pictures">
      <div className="pk-picture-grid">
        {pictures.map((picture, at) => (
          <Preview
            // biome-ignore lint/suspicious/noArrayIndexKey: pictures have no other name
            key={at}
            picture={picture}
            n={at + 1}
            onRemove={() => onChange(pictures.filter((_, other) => other !== at))}
          />
        ))}
        {busy > 0 && (
          <span className="pk-picture-busy" role="status" aria-label={t('pocket.picture.working')}>
            <LoaderCircle className="hy-spin" aria-hidden />
          </span>
        )}
      </div>
      <div className="pk-picture-keys">
        <Taker capture onTake={take} {...(testId ? { testId } : {})} />
        <Taker onTake={take} />
      </div>
      {wrong && <Wrong>{wrong}</Wrong>}
    </div>
  );
}

type TakerProps = { capture?: boolean; testId?: string; onTake: (files: FileList | null) => Promise<void> };

function Taker({ capture, testId, onTake }: TakerProps) {
  return (
    <label className="pk-taker" data-main={capture || undefined}>
      <input
        type="file"
        accept="image/*"
        {...(capture ? { capture: 'environment' as const } : { multiple: true })}
        data-testid={testId}
        onChange={(event) => {
          const input = event.currentTarget;
          // The same file may be taken again: the input forgets it.
          void onTake(input.files).finally(() => {
            input.value = '';
          });
        }}
      />
      {capture ? <Camera size="1.5em" aria-hidden /> : <ImagePlus size="1.3em" aria-hidden />}
      <span>{t(capture ? 'pocket.picture.take' : 'pocket.picture.choose')}</span>
    </label>
  );
}

function Preview({ picture, n, onRemove }: { picture: Blob; n: number; onRemove: () => void }) {
  const url = useMemo(() => URL.createObjectURL(picture), [picture]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <span className="pk-picture">
      <img src={url} alt={t('pocket.picture.alt', { n })} />
      <button type="button" onClick={onRemove} aria-label={t('pocket.picture.remove', { n })}>
        <Trash2 size="1.1em" aria-hidden />
      </button>
    </span>
  );
}
