/** `npm run huying -- <verb>`: what an operator does by hand. Every verb has --help. */
import { Command, Option } from 'commander';
import { addCountyVerbs } from './county-verbs.ts';
import { type House, openHouse } from './house.ts';
import { ConfigError, DEFAULT_COUNTY, readConfig } from './platform/config.ts';
import { makeLog } from './platform/log.ts';

const program = new Command('huying')
  .description('呼应 Huying：县域基层治理工作台 · a county’s workbench for grassroots governance')
  .showHelpAfterError()
  .configureHelp({ sortSubcommands: false });

const county = new Option('--county <id>', '县 · which county').default(DEFAULT_COUNTY);

/** Opens the house without a server, runs the verb, closes it. Exit code 1 when the verb says no. */
async function inHouse(
  work: (house: House) => Promise<boolean | void>,
  options: { worker?: boolean; demo?: boolean } = {},
): Promise<void> {
  const read = readConfig(process.env, process.cwd());
  const config = options.demo === undefined ? read : { ...read, demo: options.demo };
  const house = await openHouse(config, {
    log: makeLog(process.env.HUYING_LOG ? config.logLevel : 'warn'),
    worker: options.worker ?? false,
  });
  try {
    if ((await work(house)) === false) process.exitCode = 1;
  } finally {
    await house.close();
  }
}

function countyOf(house: House, id: string) {
  const found = house.services.counties.get(id);
  if (!found) throw new Error(`没有这个县：${id}（见 HUYING_COUNTIES） · county ${id} is not served (HUYING_COUNTIES)`);
  return found;
}

program
  .command('start')
  .description('启动服务 · start the server')
  .action(async () => {
    await import('./main.ts');
  });

program
  .command('migrate')
  .description('建立或更新数据库，装入配置包 · make or update the database and bring in the packs')
  .action(() =>
    inHouse(async ({ fresh }) => {
      console.log(fresh.length > 0 ? `已装入 brought in: ${fresh.join(', ')}` : '已是最新 · up to date');
    }),
  );

program
  .command('demo')
  .description('讲完演示县的历史 · tell the whole history of the demo county and wait for it')
  .addOption(county)
  .action(({ county: id }) =>
    inHouse(
      async (house) => {
        countyOf(house, id);
        const { tellWholeStory } = await import('./modules/demo/index.ts');
        const told = await tellWholeStory(house.services, id, (done, total) => {
          process.stderr.write(`\r${done}/${total}`);
        });
        process.stderr.write('\n');
        console.log(JSON.stringify(told));
      },
      { worker: true, demo: true },
    ),
  );

program
  .command('import')
  .description(
    '导入 · bring in a file: matters (earlier tickets), items (a list), places (the tree), shapes (outlines), devices',
  )
  .argument('<kind>', 'matters | items | places | shapes | devices')
  .argument('<file>', 'XLSX, or GeoJSON for shapes')
  .addOption(county)
  .option('--mapping <file>', '列对照 · how its columns are to be read (default: the pack’s)')
  .option('--fix <mistake>', '坐标纠正 · put coordinates right: swap (对调经纬度) | gcj02')
  .action((kind: string, file: string, { county: id, mapping, fix }) =>
    inHouse(async (house) => {
      const { runImport } = await import('./modules/exchange/index.ts');
      return runImport(house.services, countyOf(house, id), kind, file, mapping, console.log, fix);
    }),
  );

program
  .command('export')
  .description('导出 · write items, places, matters or devices to a file')
  .argument('<kind>', 'items | places | matters | devices')
  .argument('<file>', '.xlsx, or .geojson for places')
  .addOption(county)
  .action((kind: string, file: string, { county: id }) =>
    inHouse(async (house) => {
      const { runExport } = await import('./modules/exchange/index.ts');
      return runExport(house.services, countyOf(house, id), kind, file);
    }),
  );

program
  .command('figures')
  .description('数一数 · count the county’s figures from its database')
  .addOption(county)
  .option('--json', 'JSON')
  .action(({ county: id, json }) =>
    inHouse(async (house) => {
      const { figures } = await import('./figures.ts');
      const counted = await figures(house.services.db, countyOf(house, id), house.services.clock());
      if (json) console.log(JSON.stringify(counted, null, 2));
      else for (const [name, n] of Object.entries(counted)) console.log(`${name.padEnd(28)} ${n}`);
    }),
  );

addCountyVerbs(program);

program
  .command('user')
  .description('新建登录账号并任职 · make an account and put the person into a post')
  .argument('<username>')
  .argument('<name>', '姓名')
  .requiredOption('--post <kind>', '岗位 · kind of post, e.g. centre_dispatcher')
  .requiredOption('--at <id>', '地方或单位 · id of the place or unit')
  .addOption(county)
  .option('--password <password>', '不填则生成并打印 · made and printed when not given')
  .action((username: string, name: string, { post, at, county: id, password }) =>
    inHouse(async (house) => {
      const { createUser } = await import('./modules/people/index.ts');
      const { randomBytes } = await import('node:crypto');
      const given = password ?? randomBytes(12).toString('base64url');
      await createUser(house.services, countyOf(house, id), { username, name, post, at, password: given });
      console.log(`${username}${password ? '' : `  ${given}`}`);
    }),
  );

program
  .command('verify')
  .description('核验流转记录 · check the journal, its seals and the rows it vouches for')
  .addOption(county)
  .action(({ county: id }) =>
    inHouse(async (house) => {
      const { runVerify } = await import('./platform/verify.ts');
      return runVerify(house.services, countyOf(house, id).id);
    }),
  );

program
  .command('backup')
  .description('备份到一个新文件夹 · back up database, files, keys and seals into a new folder')
  .argument('<folder>')
  .action((folder: string) =>
    inHouse(async (house) => {
      const { backup } = await import('./platform/backup.ts');
      const config = readConfig(process.env, process.cwd());
      console.log(JSON.stringify(await backup(config, house, folder)));
    }),
  );

program
  .command('restore')
  .description('从备份恢复到空的数据文件夹 · restore a backup into an empty data folder (HUYING_DATA)')
  .argument('<folder>')
  .action(async (folder: string) => {
    const { restore } = await import('./platform/backup.ts');
    console.log(JSON.stringify(await restore(readConfig(process.env, process.cwd()), folder)));
  });

program.parseAsync().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message);
  else console.error(error instanceof Error && !process.env.HUYING_LOG ? error.message : error);
  process.exit(1);
});
