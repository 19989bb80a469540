import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { apiUrl } from '../api/client.ts';
import type { Picture } from '../api/types.ts';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/i18n.ts';

export function pictureUrl(id: string, size: 'thumb' | 'full', follow?: string): string {
  return apiUrl(`/files/${id}`, { size, follow });
}

/** Pictures one at a time, large; arrow keys turn the page. */
export function Lightbox({
  pictures,
  start,
  onClose,
  follow,
}: {
  pictures: Picture[];
  start: number;
  onClose: () => void;
  follow?: string | undefined;
}) {
  const [at, setAt] = useState(start);
  const picture = pictures[at];
  if (!picture) return null;
  const turn = (by: number) => setAt((at + by + pictures.length) % pictures.length);
  return (
    <ModalOverlay className="hy-overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal>
        <Dialog className="hy-lightbox" aria-label={t(`stage.${picture.stage}`)}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys of the dialog; its buttons do the same */}
          <div
            role="presentation"
            onKeyDown={(event) => {
              if (event.key === 'ArrowLeft') turn(-1);
              if (event.key === 'ArrowRight') turn(1);
            }}
          >
            <img src={pictureUrl(picture.id, 'full', follow)} alt={pictureAlt(picture, at, pictures.length)} />
            <div className="hy-lightbox-bar">
              {pictures.length > 1 && (
                <>
                  <Button icon={<ChevronLeft aria-hidden />} label={t('act.previous')} onClick={() => turn(-1)} />
                  <Button icon={<ChevronRight aria-hidden />} label={t('act.next')} onClick={() => turn(1)} />
                </>
              )}
              <span>{pictureAlt(picture, at, pictures.length)}</span>
              <Button icon={<X aria-hidden />} label={t('act.dismiss')} onClick={onClose} />
            </div>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function pictureAlt(picture: Picture, at: number, of: number): string {
  return t('picture.alt', { stage: t(`stage.${picture.stage}`), n: at + 1, of });
}

export function Gallery({ pictures, follow }: { pictures: Picture[]; follow?: string | undefined }) {
  const [open, setOpen] = useState<number | null>(null);
  if (pictures.length === 0) return null;
  return (
    <>
      <div className="hy-gallery">
        {pictures.map((picture, i) => (
          <button type="button" className="hy-thumb" key={picture.id} onClick={() => setOpen(i)}>
            <img
              src={pictureUrl(picture.id, 'thumb', follow)}
              alt={pictureAlt(picture, i, pictures.length)}
              loading="lazy"
            />
          </button>
        ))}
      </div>
      {open !== null && <Lightbox pictures={pictures} start={open} onClose={() => setOpen(null)} follow={follow} />}
    </>
  );
}

/** Before and after side by side; only where there are both. */
export function BeforeAfter({ pictures, follow }: { pictures: Picture[]; follow?: string | undefined }) {
  const [open, setOpen] = useState<number | null>(null);
  const before = pictures.find((one) => one.stage === 'before');
  const after = pictures.findLast((one) => one.stage === 'after');
  if (!before || !after) return <Gallery pictures={pictures} follow={follow} />;
  const pair = [before, after];
  return (
    <>
      <div className="hy-compare">
        {pair.map((picture, i) => (
          <figure key={picture.id}>
            <figcaption>{t(`stage.${picture.stage}`)}</figcaption>
            <button type="button" className="hy-thumb" onClick={() => setOpen(i)}>
              <img src={pictureUrl(picture.id, 'thumb', follow)} alt={pictureAlt(picture, i, 2)} />
            </button>
          </figure>
        ))}
      </div>
      {pictures.length > 2 && (
        <Gallery pictures={pictures.filter((one) => one !== before && one !== after)} follow={follow} />
      )}
      {open !== null && <Lightbox pictures={pair} start={open} onClose={() => setOpen(null)} follow={follow} />}
    </>
  );
}
