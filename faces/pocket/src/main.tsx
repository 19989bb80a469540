import './lib/old-phones.ts';
import '../../shared/styles/tokens.css';
import '../../shared/styles/base.css';
import '../../shared/styles/components.css';
import './pocket.css';
import { createRoot } from 'react-dom/client';
import { faceBase } from '../../shared/api/county.ts';
import { keys, makeQueryClient } from '../../shared/api/hooks.ts';
import type { County } from '../../shared/api/types.ts';
import { startWords } from '../../shared/words/i18n.ts';
import { App } from './app.tsx';
import { applyElder, offerElder } from './frame/elder.ts';
import { registerWorker } from './frame/worker.ts';
import { startQueue } from './queue/sender.ts';
import { kept } from './store/kept.ts';

const words = {
  'zh-CN': () =>
    Promise.all([
      import('../../../words/zh-CN/common.json'),
      import('../../../words/zh-CN/pocket.json'),
      import('../../../words/zh-CN/errors.json'),
      import('../../../words/zh-CN/facilities.json'),
      import('../../../words/zh-CN/account.json'),
      import('../../../words/zh-CN/contact.json'),
      import('../../../words/zh-CN/grades.json'),
    ]),
  en: () =>
    Promise.all([
      import('../../../words/en/common.json'),
      import('../../../words/en/pocket.json'),
      import('../../../words/en/errors.json'),
      import('../../../words/en/facilities.json'),
      import('../../../words/en/account.json'),
      import('../../../words/en/contact.json'),
      import('../../../words/en/grades.json'),
    ]),
};
type Room = { default: Record<string, string> };
const rooms = async (load: () => Promise<Room[]>) => (await load()).map((room) => room.default);

/** The page to install is this county's: its address stands in its own manifest. */
function linkManifest(): void {
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = `${faceBase('pocket')}/manifest.webmanifest`;
  document.head.append(link);
}

async function start(): Promise<void> {
  // Without the last slash the address is outside the worker's scope, and would not open without network.
  if (location.pathname === faceBase('pocket')) {
    location.replace(`${faceBase('pocket')}/${location.search}`);
    return;
  }
  document.documentElement.setAttribute('data-roomy', '');
  applyElder();
  linkManifest();
  const client = makeQueryClient();
  const [, county] = await Promise.all([
    startWords({ 'zh-CN': () => rooms(words['zh-CN']), en: () => rooms(words.en) }),
    kept<County>('county'),
  ]);
  // Without network the page still knows which county it serves.
  if (county) {
    client.setQueryData(keys.county, county, { updatedAt: 1 });
    offerElder(county.switches.elderMode !== false);
  }
  createRoot(document.getElementById('root') as HTMLElement).render(<App client={client} />);
  startQueue();
  void registerWorker();
}

void start();
