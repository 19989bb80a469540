/** One fault of a pack: the file, its line (0 where no line can be named, as of a missing file), the place in it, the words. */
export type PackProblem = { file: string; line: number; path: string; zh: string; en: string };

/** `<id>/county.json:12 levels[0].kind: ...`, as an editor or a terminal can follow it. */
export function lineOf({ file, line, path, zh, en }: PackProblem): string {
  return `${file}${line > 0 ? `:${line}` : ''}${path ? ` ${path}` : ''}: ${zh} · ${en}`;
}

/** A pack that cannot be used: every fault at once, each with its file, line and place. */
export class PackError extends Error {
  readonly code = 'pack_invalid';
  readonly problems: readonly PackProblem[];

  constructor(id: string, problems: readonly PackProblem[]) {
    const lines = problems.map((problem) => `  ${lineOf(problem)}`);
    super([`县域配置包 ${id} 有误 · The county pack ${id} cannot be used:`, ...lines].join('\n'));
    this.name = 'PackError';
    this.problems = problems;
  }
}
