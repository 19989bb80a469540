import { Link } from 'react-router';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { Title } from './Frame.tsx';

export function NotFound() {
  return (
    <>
      <Title back="/">{t('pocket.notFound')}</Title>
      <EmptyState title={t('pocket.notFound')} action={<Link to="/">{t('pocket.tab.home')}</Link>}>
        {t('pocket.notFound.more')}
      </EmptyState>
    </>
  );
}
