import { resolve } from 'node:path';

/** The settings of one process, read once from the environment. Paths are absolute. */
export type Config = Readonly<{
  port: number;
  host: string;
  /** The address people reach the program at, without a slash at its end: for printed codes and messages; null: not said. */
  publicUrl: string | null;
  /** Everything the program makes: database, keys, files. */
  dataDir: string;
  /** A PostgreSQL of one's own; null: the embedded one in the data folder. */
  databaseUrl: string | null;
  /** The owner of the tables where the program itself is not; null: the same as databaseUrl. */
  ownerUrl: string | null;
  counties: readonly string[];
  /** Whether the counties start with demo people and history. */
  demo: boolean;
  /** Keys for personal data; null: made in and read from the data folder. */
  keys: string | null;
  filesDir: string;
  logLevel: LogLevel;
  /** Memory the embedded database keeps for pages, in megabytes. */
  databaseBuffersMb: number;
}>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type ConfigProblem = { setting: string; message: string };

/** Every setting that cannot be used, in one error, so that nobody repairs them one start at a time. */
export class ConfigError extends Error {
  readonly code = 'config_invalid';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(
      [
        '设置有误，请改正后再启动 · Settings that cannot be used:',
        ...problems.map((p) => `  ${p.setting}: ${p.message}`),
      ].join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** What is served when nothing is set. */
export const DEFAULT_COUNTY = 'pingyin';

/** First path segments the program keeps for itself; a county cannot be called so. */
export const RESERVED_NAMES: readonly string[] = [
  'api',
  'assets',
  'open311',
  'healthz',
  'readyz',
  'metrics',
  'openapi.json',
];

/**
 * Reads the settings. An empty value counts as not set. Pure: looks at nothing but its arguments.
 * @throws ConfigError naming every bad setting; values are never repeated, as some are secrets.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const problems: ConfigProblem[] = [];
  const text = (name: string): string | null => env[name]?.trim() || null;
  const refuse = (setting: string, message: string): void => {
    problems.push({ setting, message });
  };
  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const given = text(name);
    if (given === null) return fallback;
    const n = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    if (n >= min && n <= max) return n;
    refuse(name, `应为 ${min} 至 ${max} 的整数 · must be a whole number from ${min} to ${max}`);
    return fallback;
  };
  const databaseAddress = (name: string): string | null => {
    const given = text(name);
    if (given !== null && !isPostgresUrl(given)) {
      refuse(name, '应形如 postgresql://用户:密码@主机/库名 · must read like postgresql://user:password@host/database');
    }
    return given;
  };

  const dataDir = resolve(cwd, text('HUYING_DATA') ?? 'data');
  const databaseUrl = databaseAddress('DATABASE_URL');
  const ownerUrl = databaseAddress('HUYING_OWNER_URL');
  if (ownerUrl !== null && databaseUrl === null) {
    refuse('HUYING_OWNER_URL', '须与 DATABASE_URL 一同设置 · is of use only together with DATABASE_URL');
  }

  const host = text('HOST') ?? '127.0.0.1';
  if (/[\s/]/.test(host)) refuse('HOST', '应为一个地址或主机名 · must be one address or host name');

  const publicUrl = text('HUYING_PUBLIC_URL')?.replace(/\/+$/, '') ?? null;
  if (publicUrl !== null && !isWebAddress(publicUrl)) {
    refuse('HUYING_PUBLIC_URL', '应形如 https://huying.example · must read like https://huying.example');
  }

  const counties = (text('HUYING_COUNTIES') ?? DEFAULT_COUNTY).split(',').map((id) => id.trim());
  for (const problem of countyProblems(counties)) refuse('HUYING_COUNTIES', problem);

  const demo = text('HUYING_DEMO') ?? '1';
  if (demo !== '0' && demo !== '1') refuse('HUYING_DEMO', '应为 0 或 1 · must be 0 or 1');

  const files = text('HUYING_FILES');
  if (files !== null && /^[a-z][a-z0-9+.-]+:\/\//i.test(files)) {
    refuse('HUYING_FILES', '应为一个文件夹 · must be a folder');
  }

  const logLevel = (text('HUYING_LOG') ?? 'info') as LogLevel;
  if (!LOG_LEVELS.includes(logLevel)) {
    refuse('HUYING_LOG', `应为其一 · must be one of: ${LOG_LEVELS.join(', ')}`);
  }

  const port = whole('PORT', 8080, 0, 65535);
  const databaseBuffersMb = whole('HUYING_DATABASE_BUFFERS', 64, 16, 65536);
  if (problems.length > 0) throw new ConfigError(problems);

  return Object.freeze({
    port,
    host,
    publicUrl,
    dataDir,
    databaseUrl,
    ownerUrl,
    counties: Object.freeze(counties),
    demo: demo === '1',
    keys: text('HUYING_KEYS'),
    filesDir: files === null ? resolve(dataDir, 'files') : resolve(cwd, files),
    logLevel,
    databaseBuffersMb,
  });
}

function countyProblems(ids: readonly string[]): string[] {
  const problems: string[] = [];
  for (const [i, id] of ids.entries()) {
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) {
      problems.push(
        `第 ${i + 1} 个不是县域配置包的名称（小写字母、数字、连字符）· no. ${i + 1} is not the name of a county pack (a-z, 0-9, -)`,
      );
    } else if (RESERVED_NAMES.includes(id)) {
      problems.push(`${id} 是保留名称 · ${id} is a reserved name`);
    } else if (ids.indexOf(id) !== i) {
      problems.push(`${id} 重复 · ${id} stands twice`);
    }
  }
  return problems;
}

/** An origin, or an origin with a path; nothing after it. */
function isWebAddress(given: string): boolean {
  if (!/^https?:\/\//.test(given) || !URL.canParse(given)) return false;
  const { search, hash, username, password } = new URL(given);
  return search === '' && hash === '' && username === '' && password === '' && !/[?#]/.test(given);
}

function isPostgresUrl(given: string): boolean {
  return /^postgres(ql)?:\/\//.test(given) && URL.canParse(given);
}
