import { Camera, ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import type { MatterCard } from '../../../shared/api/types.ts';
import { ClockChip } from '../../../shared/matter/ClockChip.tsx';
import { StateTag } from '../../../shared/matter/StateTag.tsx';
import { t } from '../../../shared/words/i18n.ts';

/** One task: what, how long still, where. */
export function TaskRow({ matter }: { matter: MatterCard }) {
  return (
    <li>
      <Link to={`/matter/${matter.id}`} className="pk-row" data-testid="task-card" data-state={matter.state}>
        <span className="pk-row-body">
          <span className="pk-row-meta">
            {matter.clock && <ClockChip clock={matter.clock} named />}
            <StateTag state={matter.state} />
          </span>
          <strong>{matter.title || matter.item?.name || t('pocket.words.erased')}</strong>
          <span className="pk-row-meta">
            <span>{matter.place.name}</span>
            {matter.item && <span>{matter.item.name}</span>}
            {matter.pictures > 0 && (
              <span>
                <Camera size="1em" aria-hidden /> {t('pocket.queue.pictures', { n: matter.pictures })}
              </span>
            )}
          </span>
        </span>
        <ChevronRight size="1.2em" aria-hidden />
      </Link>
    </li>
  );
}
