/** One card, one board (一卡一牌): who answers in a building, printed, with a code that opens its contact page. */
import { defineBoardsJob } from './print-boards.ts';

export { registerBoards } from './routes.ts';

defineBoardsJob();
