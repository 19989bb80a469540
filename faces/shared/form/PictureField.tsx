import { Camera, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../api/client.ts';
import { uploadPicture } from '../api/hooks.ts';
import { Wrong } from '../ui/Field.tsx';
import { t } from '../words/i18n.ts';
import { shrinkPicture } from './shrink.ts';

type Shot = { local: number; url: string; id: string | null; wrong: string | null };

const MOST = 9;

/** Pictures taken or chosen, uploaded at once and shown. `onBusy` says while any is on its way. */
export function PictureField({
  id,
  onChange,
  onBusy,
  upload = uploadPicture,
  most = MOST,
}: {
  id: string;
  onChange: (ids: string[]) => void;
  onBusy?: (busy: boolean) => void;
  /** How a picture is handed over; an offline queue gives its own. */
  upload?: (file: Blob) => Promise<{ id: string }>;
  most?: number;
}) {
  const [shots, setShots] = useState<Shot[]>([]);
  const count = useRef(0);
  const kept = useRef<Shot[]>([]);
  kept.current = shots;

  useEffect(
    () => () => {
      for (const shot of kept.current) URL.revokeObjectURL(shot.url);
    },
    [],
  );

  const put = (change: (list: Shot[]) => Shot[]) => {
    kept.current = change(kept.current);
    setShots(kept.current);
    onChange(kept.current.flatMap((shot) => (shot.id ? [shot.id] : [])));
    onBusy?.(kept.current.some((shot) => !shot.id && !shot.wrong));
  };

  const add = (files: FileList | null) => {
    const room = most - kept.current.length;
    for (const file of [...(files ?? [])].slice(0, room)) {
      const local = ++count.current;
      const mark = (change: Partial<Shot>) =>
        put((list) => list.map((shot) => (shot.local === local ? { ...shot, ...change } : shot)));
      // Shown, and waited for, from the first moment: an act sent while it is still made smaller would go without it.
      put((list) => [...list, { local, url: URL.createObjectURL(file), id: null, wrong: null }]);
      shrinkPicture(file)
        .then(upload)
        .then(
          (done) => mark({ id: done.id }),
          (error) => mark({ wrong: asProblem(error).message }),
        );
    }
  };

  return (
    <>
      <div className="hy-shots">
        {shots.map((shot, i) => (
          <div className="hy-shot" key={shot.local}>
            <img src={shot.url} alt={t('picture.chosen', { n: i + 1 })} />
            {!shot.id && <span className="hy-shot-state">{t(shot.wrong ? 'picture.failed' : 'picture.sending')}</span>}
            <button
              type="button"
              aria-label={t('picture.remove', { n: i + 1 })}
              onClick={() => {
                URL.revokeObjectURL(shot.url);
                put((list) => list.filter((one) => one !== shot && one.local !== shot.local));
              }}
            >
              <X size="1.1em" aria-hidden />
            </button>
          </div>
        ))}
        {shots.length < most && (
          <label className="hy-shot-add">
            <Camera size="1.6em" strokeWidth={1.6} aria-hidden />
            <span>{t('picture.add')}</span>
            <input
              id={`${id}-file`}
              data-testid="pictures"
              className="hy-sr"
              type="file"
              accept="image/jpeg,image/png,image/webp,image/heic"
              multiple
              onChange={(event) => {
                add(event.target.files);
                event.target.value = '';
              }}
            />
          </label>
        )}
      </div>
      {shots.flatMap((shot) => (shot.wrong ? [<Wrong key={shot.local}>{shot.wrong}</Wrong>] : []))}
    </>
  );
}
