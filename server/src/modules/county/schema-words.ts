/** What a fault of shape means, in words for people who never saw a JSON schema. */
import type { ErrorObject } from 'ajv/dist/2020.js';

export type FaultWords = { zh: string; en: string };

const TYPES: Record<string, [string, string]> = {
  string: ['文字（写在双引号里）', 'a text in double quotes'],
  integer: ['整数', 'a whole number'],
  number: ['数字', 'a number'],
  boolean: ['true（是）或 false（否）', 'true or false'],
  array: ['列表 [ ]', 'a list [ ]'],
  object: ['一组字段 { }', 'a group of fields { }'],
  null: ['null（空）', 'null'],
};

/** The patterns of counties/pack.schema.json; a test holds this list against the schema. */
export const PATTERNS: Record<string, [string, string]> = {
  '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$': ['应为月-日，如 05-01', 'must be month-day, such as 05-01'],
  '^([01]\\d|2[0-3]):[0-5]\\d$': ['应为 24 小时制的时:分，如 08:30', 'must be hours:minutes, such as 08:30'],
  '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$': [
    '应为 24 小时制的时:分，如 08:30，最晚 24:00',
    'must be hours:minutes, such as 08:30, 24:00 at the latest',
  ],
  '^(\\d{6}|\\d{9}|\\d{12}|\\d{15}|)$': [
    '应为 6、9、12 或 15 位数字，或留空',
    'must be 6, 9, 12 or 15 digits, or empty',
  ],
  '^[a-z0-9-]+$': ['只能用小写字母、数字和连字符', 'may hold only a-z, 0-9 and -'],
  '^[a-z0-9]+$': ['只能用小写字母和数字', 'may hold only a-z and 0-9'],
  '^[a-z0-9][a-z0-9-]*$': [
    '只能用小写字母、数字和连字符，以字母或数字开头',
    'may hold only a-z, 0-9 and -, and begins with a letter or digit',
  ],
  '^[a-z]+\\.[a-z_]+$': ['应为“房间.动作”，如 matter.read', 'must read room.act, such as matter.read'],
  '^[a-z][A-Za-z]*$': ['只能用英文字母，以小写开头', 'may hold only letters, the first one small'],
  '^[a-z][a-z0-9]*$': ['只能用小写字母和数字，以字母开头', 'may hold only a-z and 0-9, and begins with a letter'],
  '^[a-z][a-z0-9_]*$': [
    '只能用小写字母、数字和下划线，以字母开头',
    'may hold only a-z, 0-9 and _, and begins with a letter',
  ],
  '^[a-z0-9_]{1,40}$': ['只能用小写字母、数字和下划线，至多 40 个', 'may hold only a-z, 0-9 and _, 40 at most'],
  '^\\d{11}$': ['应为 11 位数字', 'must be 11 digits'],
  '^\\d{3,6}$': ['应为 3 至 6 位数字', 'must be 3 to 6 digits'],
  '^\\d{4}$': ['应为 4 位数字', 'must be 4 digits'],
  '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$': [
    '应为年-月-日，如 2026-05-01',
    'must be year-month-day, such as 2026-05-01',
  ],
  '^\\d{6}$': ['应为 6 位数字', 'must be 6 digits'],
};

type Params = Record<string, unknown>;
type Told = (error: ErrorObject) => FaultWords;

const KEYWORDS: Record<string, Told> = {
  required: ({ params }) => ({
    zh: `缺少字段“${params.missingProperty}”`,
    en: `the field "${params.missingProperty}" is missing`,
  }),
  additionalProperties: unknownField,
  propertyNames: ({ params }) => ({
    zh: `字段名“${params.propertyName}”不在允许之列`,
    en: `the field name "${params.propertyName}" is not allowed here`,
  }),
  type: ({ params, data }) => {
    const types = [params.type as string | string[]].flat().map((type) => TYPES[type] ?? [type, type]);
    return {
      zh: `应为${types.map(([zh]) => zh).join('或')}${shown(data).zh}`,
      en: `must be ${types.map(([, en]) => en).join(' or ')}${shown(data).en}`,
    };
  },
  enum: ({ params, data }) => {
    const allowed = (params.allowedValues as unknown[]).map((one) => String(one));
    const near = nearestOf(String(data), allowed);
    return {
      zh: `应为其一：${allowed.join('、')}${shown(data).zh}${near ? `，是否想写“${near}”？` : ''}`,
      en: `must be one of ${allowed.join(', ')}${shown(data).en}${near ? `; did you mean "${near}"?` : ''}`,
    };
  },
  const: ({ params, data }) => ({
    zh: `应为 ${JSON.stringify(params.allowedValue)}${shown(data).zh}`,
    en: `must be ${JSON.stringify(params.allowedValue)}${shown(data).en}`,
  }),
  pattern: ({ params, data }) => {
    const [zh, en] = PATTERNS[String(params.pattern)] ?? [
      `应符合写法 ${params.pattern}`,
      `must have the form ${params.pattern}`,
    ];
    return { zh: `${zh}${shown(data).zh}`, en: `${en}${shown(data).en}` };
  },
  minimum: ({ params, data }) => compared(params, data, '不小于', 'at least'),
  exclusiveMinimum: ({ params, data }) => compared(params, data, '大于', 'above'),
  maximum: ({ params, data, instancePath }) => {
    const { zh, en } = compared(params, data, '不大于', 'at most');
    // The other way round is the mistake that is made with coordinates.
    if (!instancePath.includes('/coordinates/')) return { zh, en };
    return { zh: `${zh}；先写经度，后写纬度`, en: `${en}; longitude comes first, then latitude` };
  },
  exclusiveMaximum: ({ params, data }) => compared(params, data, '小于', 'below'),
  multipleOf: ({ params, data }) => ({
    zh: `应为 ${params.multipleOf} 的倍数${shown(data).zh}`,
    en: `must be a multiple of ${params.multipleOf}${shown(data).en}`,
  }),
  minLength: ({ params }) =>
    params.limit === 1
      ? { zh: '不能留空', en: 'must not be empty' }
      : { zh: `至少 ${params.limit} 个字`, en: `must have at least ${params.limit} characters` },
  maxLength: ({ params }) => ({
    zh: `至多 ${params.limit} 个字`,
    en: `must have at most ${params.limit} characters`,
  }),
  minItems: ({ params }) => ({ zh: `至少要有 ${params.limit} 项`, en: `must have at least ${params.limit} entries` }),
  maxItems: ({ params }) => ({ zh: `至多 ${params.limit} 项`, en: `must have at most ${params.limit} entries` }),
  items: ({ params }) => ({ zh: `至多 ${params.limit} 项`, en: `must have at most ${params.limit} entries` }),
  minProperties: ({ params }) => ({
    zh: `至少要有 ${params.limit} 个字段`,
    en: `must have at least ${params.limit} fields`,
  }),
  uniqueItems: ({ params }) => ({
    zh: `第 ${Number(params.j) + 1} 项与第 ${Number(params.i) + 1} 项重复`,
    en: `entries ${Number(params.j) + 1} and ${Number(params.i) + 1} are the same`,
  }),
  oneOf: alternatives,
  anyOf: alternatives,
};

/** A fault as ajv gives it, in words. Wants `verbose`, so that the value and the schema are at hand. */
export function wordsOf(error: ErrorObject): FaultWords {
  return KEYWORDS[error.keyword]?.(error) ?? { zh: '不合规定的写法', en: error.message ?? 'is not as it must be' };
}

function compared(params: Params, data: unknown, zh: string, en: string): FaultWords {
  return { zh: `应${zh} ${params.limit}${shown(data).zh}`, en: `must be ${en} ${params.limit}${shown(data).en}` };
}

/** A short value, so that a person finds it; a long one would bury the words. */
function shown(data: unknown): FaultWords {
  const text = JSON.stringify(data);
  return text === undefined || text.length > 40 ? { zh: '', en: '' } : { zh: `，现为 ${text}`, en: `, not ${text}` };
}

function unknownField({ params, parentSchema }: ErrorObject): FaultWords {
  const name = String(params.additionalProperty);
  const near = nearestOf(name, Object.keys((parentSchema?.properties as object | undefined) ?? {}));
  return {
    zh: `没有“${name}”这个字段${near ? `，是否想写“${near}”？` : ''}`,
    en: `there is no field "${name}"${near ? `; did you mean "${near}"?` : ''}`,
  };
}

/** The forms a value may have, each by the fields it needs or by its type. */
function alternatives({ schema, data }: ErrorObject): FaultWords {
  const forms = (schema as Params[]).map((form) => {
    const required = form.required as string[] | undefined;
    const [zh, en] = TYPES[String(form.type)] ?? ['文字', 'a text'];
    const fields = required?.length ? required : Object.keys((form.properties as object | undefined) ?? {});
    return fields.length ? { zh: `{ ${fields.join(', ')} }`, en: `{ ${fields.join(', ')} }` } : { zh, en };
  });
  const unique = (words: string[]): string[] => [...new Set(words)];
  return {
    zh: `应为以下写法之一：${unique(forms.map(({ zh }) => zh)).join('；')}${shown(data).zh}`,
    en: `must have one of these forms: ${unique(forms.map(({ en }) => en)).join('; ')}${shown(data).en}`,
  };
}

/** The known word that a slip of the pen would make into `word`: at most two letters away, and a third of its length. */
export function nearestOf(word: string, known: readonly string[]): string | null {
  const limit = Math.min(2, Math.floor(word.length / 3));
  const [best] = known
    .map((one) => ({ one, far: distance(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far);
  return best?.one ?? null;
}

/** Letters to insert, delete or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
