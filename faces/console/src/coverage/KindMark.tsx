import { t } from '../../../shared/words/i18n.ts';
import { COLOURS, type Kind } from './types.ts';

/** The letter that stands for a kind on map and list. */
export function KindMark({ kind }: { kind: Kind }) {
  return (
    <span className="coverage-mark" style={{ background: COLOURS[kind] }} aria-hidden>
      {t(`coverage.letter.${kind}`)}
    </span>
  );
}
