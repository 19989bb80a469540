import { Maximize2, MousePointerClick } from 'lucide-react';
import { Link } from 'react-router';
import { useMatter } from '../../../shared/api/hooks.ts';
import type { MatterView } from '../../../shared/api/types.ts';
import { BeforeAfter } from '../../../shared/matter/Pictures.tsx';
import { Story } from '../../../shared/matter/Story.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { Acts } from './Acts.tsx';
import { Clocks, Facts, Heading } from './MatterFacts.tsx';

const LATEST = 4;

function Sheet({ matter, verb, onVerb, onDone }: Omit<Props, 'id' | 'empty'> & { matter: MatterView }) {
  const latest = matter.story.slice(-LATEST);
  return (
    <>
      <div className="preview-head">
        <Heading matter={matter} level={2} />
        <Link className="hy-button" to={`/matters/${matter.id}`} data-testid="open-matter">
          <Maximize2 size="1em" aria-hidden />
          {t('list.open')}
        </Link>
      </div>
      <div className="preview-body">
        <Clocks matter={matter} />
        <p className="words">{matter.words ?? t('matter.erased')}</p>
        <BeforeAfter pictures={matter.files} />
        <Acts matter={matter} verb={verb} onVerb={onVerb} onDone={() => onDone(matter.id)} />
        <Facts matter={matter} brief />
        <h3>{t('matter.story')}</h3>
        {matter.story.length > latest.length && (
          <p className="hy-soft">{t('matter.storyEarlier', { n: matter.story.length - latest.length })}</p>
        )}
        <Story matter={matter} entries={latest} />
      </div>
    </>
  );
}

type Props = {
  id: string | null;
  verb: string | null;
  onVerb: (verb: string | null) => void;
  onDone: (id: string) => void;
  empty: boolean;
};

/** One matter beside the list, with its acts: most are done without leaving the list. */
export function Preview({ id, verb, onVerb, onDone, empty }: Props) {
  const { data, error, refetch } = useMatter(id ?? '');
  return (
    <aside className="side" aria-label={t('list.preview')} data-testid="preview">
      {!id && !empty && (
        <EmptyState title={t('list.pickOne')} icon={<MousePointerClick size={34} strokeWidth={1.4} aria-hidden />}>
          {t('list.pickHint')}
        </EmptyState>
      )}
      {id && !data && error && <Failed error={error} onRetry={() => void refetch()} />}
      {id && !data && !error && <Loading lines={8} />}
      {id && data && <Sheet key={data.id} matter={data} verb={verb} onVerb={onVerb} onDone={onDone} />}
    </aside>
  );
}
