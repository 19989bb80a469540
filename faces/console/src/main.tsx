import '../../shared/index.css';
import './console.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { whenSignedOut } from '../../shared/api/client.ts';
import { faceBase } from '../../shared/api/county.ts';
import { keys, makeQueryClient } from '../../shared/api/hooks.ts';
import { FaceRoot } from '../../shared/ui/FaceRoot.tsx';
import { startWords } from '../../shared/words/i18n.ts';
import { App } from './app.tsx';

const words = (module: { default: Record<string, string> }) => module.default;

async function start(): Promise<void> {
  await startWords({
    'zh-CN': () =>
      Promise.all([
        import('../../../words/zh-CN/common.json').then(words),
        import('../../../words/zh-CN/lists.json').then(words),
        import('../../../words/zh-CN/errors.json').then(words),
        import('../../../words/zh-CN/facilities.json').then(words),
        import('../../../words/zh-CN/console.json').then(words),
        import('../../../words/zh-CN/territory.json').then(words),
        import('../../../words/zh-CN/account.json').then(words),
        import('../../../words/zh-CN/party.json').then(words),
        import('../../../words/zh-CN/devices.json').then(words),
        import('../../../words/zh-CN/figures.json').then(words),
        import('../../../words/zh-CN/contact.json').then(words),
        import('../../../words/zh-CN/posts.json').then(words),
        import('../../../words/zh-CN/grades.json').then(words),
        import('../../../words/zh-CN/coverage.json').then(words),
      ]),
    en: () =>
      Promise.all([
        import('../../../words/en/common.json').then(words),
        import('../../../words/en/lists.json').then(words),
        import('../../../words/en/errors.json').then(words),
        import('../../../words/en/facilities.json').then(words),
        import('../../../words/en/console.json').then(words),
        import('../../../words/en/territory.json').then(words),
        import('../../../words/en/account.json').then(words),
        import('../../../words/en/party.json').then(words),
        import('../../../words/en/devices.json').then(words),
        import('../../../words/en/figures.json').then(words),
        import('../../../words/en/contact.json').then(words),
        import('../../../words/en/posts.json').then(words),
        import('../../../words/en/grades.json').then(words),
        import('../../../words/en/coverage.json').then(words),
      ]),
  });
  const client = makeQueryClient();
  whenSignedOut(() => {
    if (client.getQueryData(keys.me)) client.setQueryData(keys.me, null);
  });
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <FaceRoot client={client}>
        {(county) => (
          <BrowserRouter basename={faceBase('console')}>
            <App county={county} />
          </BrowserRouter>
        )}
      </FaceRoot>
    </StrictMode>,
  );
}

void start();
