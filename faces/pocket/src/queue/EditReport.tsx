import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { LonLat } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { EMPTY, saveDraft } from '../report/draft.ts';
import { kept } from '../store/kept.ts';
import { giveUp, picturesOf } from './sender.ts';
import type { Entry } from './types.ts';

/** Opens an unsent report for changing. It leaves the queue only once it stands as the draft. */
export function EditReport({ entry }: { entry: Entry }) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [full, setFull] = useState(false);
  const { task } = entry;
  if (task.kind !== 'report' || entry.uncertain) return null;
  const open = async () => {
    const other = await kept<{ words: string; pictures: unknown[] }>('draft');
    if (other && (other.words.trim() !== '' || other.pictures.length > 0)) {
      setFull(true);
      return;
    }
    setBusy(true);
    const { words, address, point } = task.body as { words: string; address?: string; point?: LonLat };
    const pictures = await picturesOf(entry);
    await saveDraft({ ...EMPTY, words, pictures, address: address ?? '', point: point ?? null });
    await giveUp(entry.id);
    navigate('/report');
  };
  return (
    <>
      <Button look="soft" busy={busy} onClick={() => void open()} data-testid="queue-edit">
        {t('pocket.queue.edit')}
      </Button>
      {full && <p className="hy-hint">{t('pocket.queue.edit.full')}</p>}
    </>
  );
}
