import '../../shared/index.css';
import './public.css';
import { createRoot } from 'react-dom/client';
import { startWords } from '../../shared/words/i18n.ts';
import { App } from './App.tsx';

type Room = { default: Record<string, string> };
const rooms = async (all: Promise<Room>[]) => (await Promise.all(all)).map((room) => room.default);

async function start(): Promise<void> {
  document.documentElement.setAttribute('data-roomy', '');
  await startWords({
    'zh-CN': () =>
      rooms([
        import('../../../words/zh-CN/common.json'),
        import('../../../words/zh-CN/errors.json'),
        import('../../../words/zh-CN/facilities.json'),
        import('../../../words/zh-CN/public.json'),
        import('../../../words/zh-CN/contact.json'),
      ]),
    en: () =>
      rooms([
        import('../../../words/en/common.json'),
        import('../../../words/en/errors.json'),
        import('../../../words/en/facilities.json'),
        import('../../../words/en/public.json'),
        import('../../../words/en/contact.json'),
      ]),
  });
  createRoot(document.getElementById('root') as HTMLElement).render(<App />);
}

void start();
