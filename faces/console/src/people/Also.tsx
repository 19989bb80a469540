import type { County } from '../../../shared/api/types.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import type { PostRow } from './post-types.ts';

/** What else a holder of a post holds. At a unit the unit's name stands with it: which department sent an officer. */
export function Also({ county, also }: { county: County; also: PostRow['holders'][number]['also'] }) {
  if (also.length === 0) return null;
  const posts = also.map(({ kind, at }) => {
    const found = county.posts.find((one) => one.kind === kind);
    return found?.at === 'unit' ? `${at} ${both(found.word)}` : found ? both(found.word) : kind;
  });
  return <span className="also hy-soft">{t('posts.also', { posts: posts.join('、') })}</span>;
}
