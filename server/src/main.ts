/** Starts Huying: the house, the server, and, for a demo county, its history. */
import { makeApp } from './app.ts';
import { openHouse } from './house.ts';
import { startStory } from './modules/demo/index.ts';
import { DEMO_PASSWORD } from './modules/demo/people.ts';
import { ConfigError, readConfig } from './platform/config.ts';
import { makeLog } from './platform/log.ts';

function greet(
  base: string,
  counties: Iterable<{ id: string; pack: { name: { zh: string; en: string } } }>,
  demo: boolean,
): void {
  const lines = ['', '呼应 Huying'];
  for (const { id, pack } of counties) {
    lines.push(
      '',
      `  ${pack.name.zh} ${pack.name.en}`,
      `    公众页 public page   ${base}/${id}/`,
      `    手机页 pocket        ${base}/${id}/pocket/`,
      `    工作台 console       ${base}/${id}/console/`,
    );
  }
  if (demo) {
    lines.push(
      '',
      '  演示账号 demo accounts: dispatcher, grid_leader, responder, callback, arbiter, leader … (docs/demo-accounts.md)',
      `  演示密码 demo password: ${DEMO_PASSWORD}`,
      '  居民 resident: 10000000001，验证码显示在登录页 the code is shown on the sign-in page',
    );
  }
  console.log(`${lines.join('\n')}\n`);
}

/** Told to stop, whenever that is: a start under way is given up, and its database is stopped with it. */
class Leaving extends Error {}

const told = new AbortController();

async function main(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const log = makeLog(config.logLevel);
  let close: (() => Promise<void>) | null = null;
  const leave = async (signal: string) => {
    if (told.signal.aborted) return;
    log.info({ signal }, '正在停止 · stopping');
    told.abort(new Leaving(signal));
    if (!close) return;
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void leave('SIGTERM'));
  process.on('SIGINT', () => void leave('SIGINT'));

  const house = await openHouse(config, { log, signal: told.signal });
  const { services } = house;
  close = () => house.close();
  const { app } = await makeApp(services);
  close = async () => {
    await app.close();
    await house.close();
  };
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  greet(`http://${host}:${port}`, services.counties.values(), config.demo);
  if (config.demo) for (const id of services.counties.keys()) await startStory(services, id);
}

main().catch((error: unknown) => {
  if (error instanceof Leaving) process.exit(0);
  // What fails because it is being closed is no news; the closing ends the process.
  if (told.signal.aborted) return;
  if (error instanceof ConfigError || (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) {
    console.error(error.message);
  } else console.error(error);
  process.exit(1);
});
