import {
  ArrowUp,
  CheckCheck,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleOff,
  Hammer,
  PhoneCall,
  Scale,
  Send,
  Undo2,
} from 'lucide-react';
import { t } from '../words/i18n.ts';

const SHAPES: Record<string, typeof CircleDot> = {
  submitted: CircleDashed,
  accepted: CircleDot,
  raised: ArrowUp,
  dispatched: Send,
  in_arbitration: Scale,
  in_progress: Hammer,
  concluded: CircleCheck,
  calling_back: PhoneCall,
  closed: CheckCheck,
  rejected: CircleOff,
  withdrawn: Undo2,
};

/** Where a matter stands: a word with a shape, never a colour alone. */
export function StateTag({ state }: { state: string }) {
  const Shape = SHAPES[state] ?? CircleDot;
  return (
    <span className="hy-chip hy-state" data-state={state}>
      <Shape size="1em" aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
