import pg from 'pg';
import type { Database } from './database.ts';

const OLDEST = 15;

/**
 * A PostgreSQL somebody else runs: tried once, so that what is wrong is said at the start and in words.
 * @throws DatabaseError; its message holds no password
 */
export async function useExternal(url: string): Promise<Database> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      `SELECT current_setting('server_version_num')::int AS version,
              current_setting('server_version') AS words,
              current_setting('server_encoding') AS encoding`,
    );
    const { version, words, encoding } = rows[0] as { version: number; words: string; encoding: string };
    if (version < OLDEST * 10_000) {
      throw new DatabaseError(
        'database_too_old',
        `数据库是 PostgreSQL ${words}，至少需要 ${OLDEST} · DATABASE_URL is PostgreSQL ${words}; ${OLDEST} or newer is needed`,
      );
    }
    if (encoding !== 'UTF8') {
      throw new DatabaseError(
        'database_encoding',
        `数据库编码是 ${encoding}，须为 UTF8 · the database's encoding is ${encoding}; it must be UTF8`,
      );
    }
  } catch (error) {
    throw error instanceof DatabaseError ? error : inWords(error);
  } finally {
    await client.end().catch(() => {});
  }
  return { url, kind: 'external', pid: null, dataDir: null, stop: async () => {} };
}

export class DatabaseError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseError';
    this.code = code;
  }
}

const REASONS: Record<string, [code: string, words: string]> = {
  '3D000': ['database_missing', '数据库不存在，请先建立 · the database does not exist; create it first'],
  '28P01': ['database_refused', '用户名或密码不对 · user or password is wrong'],
  '28000': ['database_refused', '数据库拒绝了这个用户 · the server refuses this user'],
  '53300': ['database_full', '连接数已满 · the server takes no more connections'],
  '57P03': ['database_starting', '数据库尚未就绪 · the server is not ready yet'],
  ECONNREFUSED: ['database_unreachable', '无人应答 · nobody answers at that address'],
  ENOENT: ['database_unreachable', '找不到套接字 · there is no such socket'],
  ENOTFOUND: ['database_unreachable', '找不到主机 · there is no such host'],
  ETIMEDOUT: ['database_unreachable', '连接超时 · no answer in time'],
};

function inWords(error: unknown): DatabaseError {
  const [code, words] = REASONS[(error as { code?: string }).code ?? ''] ?? [
    'database_unreachable',
    `无法连接 · cannot connect: ${(error as Error).message}`,
  ];
  return new DatabaseError(code, `DATABASE_URL: ${words}`, { cause: error });
}
