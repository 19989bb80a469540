/** Why no pack could be made: every reason at once, in both languages. */
export class NewPackError extends Error {
  readonly code = 'new_pack_refused';
  readonly reasons: readonly { zh: string; en: string }[];

  constructor(reasons: readonly { zh: string; en: string }[]) {
    super(reasons.map(({ zh, en }) => `${zh} · ${en}`).join('\n'));
    this.name = 'NewPackError';
    this.reasons = reasons;
  }
}
