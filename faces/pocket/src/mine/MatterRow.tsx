import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import type { MatterCard } from '../../../shared/api/types.ts';
import { StateTag } from '../../../shared/matter/StateTag.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';

/** The answer is there and the person has not said what they think of it. */
export function needsJudgement(matter: MatterCard): boolean {
  return matter.state === 'concluded' || matter.state === 'calling_back';
}

/** One matter of a reporter's list: what, where it stands, what is wanted of them. */
export function MatterRow({ matter, to = `/matter/${matter.id}` }: { matter: MatterCard; to?: string }) {
  return (
    <li>
      <Link to={to} className="pk-row" data-testid="matter-card" data-state={matter.state}>
        <span className="pk-row-body">
          <strong>{matter.title || matter.item?.name || t('pocket.words.erased')}</strong>
          <span className="pk-row-meta">
            <StateTag state={matter.state} />
            <span>{dayText(matter.submittedAt)}</span>
            <span>{matter.place.name}</span>
          </span>
          {needsJudgement(matter) && <span className="pk-wanted">{t('pocket.judge.wanted')}</span>}
        </span>
        <ChevronRight size="1.2em" aria-hidden />
      </Link>
    </li>
  );
}
