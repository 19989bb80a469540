export const FINDING_KINDS = [
  'changed_row',
  'recomputed_chain',
  'cut_tail',
  'missing_subject',
  'seal_changed',
  'seal_missing',
  'state_differs',
  'text_changed',
  'text_missing',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** `subject` is `kind/id`, or `seal`; `detail` names what differs, never what somebody wrote. */
export type Finding = { kind: FindingKind; subject: string; seq: number; detail: string };

/** Keeps the first findings and counts all: a lost key would find every seal. */
export type Findings = {
  list: Finding[];
  count: number;
  add(kind: FindingKind, subject: string, seq: number, detail: string): void;
};

const MOST = 500;

export function gather(): Findings {
  const findings: Findings = {
    list: [],
    count: 0,
    add(kind, subject, seq, detail) {
      findings.count += 1;
      if (findings.list.length < MOST) findings.list.push({ kind, subject, seq, detail });
    },
  };
  return findings;
}
