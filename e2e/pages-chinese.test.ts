import { tryEveryPage } from './every-page.ts';

tryEveryPage('zh-CN');
