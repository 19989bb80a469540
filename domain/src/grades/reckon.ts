/**
 * Where somebody stands in a grade table on a day, whether they may rise, and why, line by line
 * (docs/decisions/0015-grades.md).
 */
import { entryOn, within } from './entry.ts';
import { order, worthOn } from './facts.ts';
import type { Due, Fact, GradeRule, Line, Reckoning, Step } from './types.ts';

/** Credits may be halves and thirds: what sums to a whole counts as one. */
const HAIR = 1e-9;

type Ledger = {
  rule: GradeRule;
  facts: readonly Fact[];
  lines: Line[];
  grade: number;
  balance: number;
  /** Grades of degrees and certificates that were given already, those of the placing among them. */
  given: number;
  /** Grades they are worth so far. */
  worth: number;
  placed: string | null;
  last: { year: string; code: string; holds: boolean } | null;
};

/**
 * @param facts what holds (`factsInEffect`), in any order
 * @param steps all steps so far
 * @param asOf facts and steps of later days are left out
 */
export function reckon(
  rule: GradeRule,
  { facts, steps }: { facts: readonly Fact[]; steps: readonly Step[] },
  asOf: string,
): Reckoning {
  const known = facts.filter((fact) => fact.day <= asOf).sort((a, b) => order(a.day, b.day) || order(a.of, b.of));
  const way = steps.filter((step) => step.day <= asOf).sort((a, b) => a.no - b.no);
  const ledger: Ledger = {
    rule,
    facts: known,
    lines: [],
    grade: 0,
    balance: 0,
    given: 0,
    worth: 0,
    placed: null,
    last: null,
  };
  let next = 0;
  const factsUntil = (day: string) => {
    for (; next < known.length && (known[next] as Fact).day <= day; next += 1) takeFact(ledger, known[next] as Fact);
  };
  for (const step of way) {
    factsUntil(step.day);
    takeStep(ledger, step);
  }
  factsUntil(asOf);
  const standing = way.at(-1);
  if (!standing) return { standing: null, balance: 0, due: null, held: false, lines: [] };
  const { post, grade, day, no } = standing;
  return { standing: { post, grade, day, no }, balance: ledger.balance, ...verdict(ledger, standing) };
}

/** Before the placing, facts are part of where it begins. A year counts when somebody stood in the table in it. */
function takeFact(ledger: Ledger, { kind, of, value, day }: Fact): void {
  const { placed, rule, lines, facts } = ledger;
  if (placed === null || kind === 'service') return;
  if (kind !== 'assessment') {
    const worth = worthOn(rule, facts, day);
    if (worth > ledger.worth) lines.push({ is: 'qualified', day, sort: kind, code: of, grades: worth - ledger.worth });
    ledger.worth = Math.max(worth, ledger.worth);
    return;
  }
  const result = rule.rise.assessments.find((one) => one.code === value);
  if (!result || of < placed.slice(0, 4)) return;
  ledger.balance += result.credits;
  lines.push({ is: 'assessed', day, year: of, code: value, credits: result.credits, balance: ledger.balance });
  if (ledger.last === null || of >= ledger.last.year)
    ledger.last = { year: of, code: value, holds: result.holds === true };
}

function takeStep(ledger: Ledger, step: Step): void {
  const { rule, facts, lines } = ledger;
  const by = step.grade - ledger.grade;
  if (step.why === 'placed') {
    lines.push(entryOn(rule, facts, step.post, step.day));
    ledger.placed = step.day;
    ledger.worth = worthOn(rule, facts, step.day);
    ledger.given = ledger.worth;
  } else {
    ledger.balance -= step.byYears * rule.rise.credits;
    ledger.given += step.byQualifications;
  }
  ledger.grade = step.grade;
  lines.push({
    is: step.why,
    day: step.day,
    no: step.no,
    post: step.post,
    grade: step.grade,
    by,
    balance: ledger.balance,
  });
}

/** Degrees and certificates first, as they were earned at once; the rest is for years. What there is no room for stays. */
function verdict(ledger: Ledger, standing: Step): Pick<Reckoning, 'due' | 'held' | 'lines'> {
  const { rule, lines, balance, worth, given, last } = ledger;
  const forQualifications = Math.max(0, worth - given);
  const forYears = Math.max(0, Math.floor(balance / rule.rise.credits + HAIR));
  const room = within(rule, standing.post, rule.count) - standing.grade;
  const earned = forQualifications + forYears;
  if (room <= 0) {
    lines.push({ is: 'top', post: standing.post, grade: standing.grade });
    return { due: null, held: false, lines };
  }
  if (last?.holds) {
    lines.push({ is: 'held', year: last.year, code: last.code });
    return { due: null, held: earned > 0, lines };
  }
  if (earned === 0) {
    lines.push({ is: 'short', balance, needs: rule.rise.credits });
    return { due: null, held: false, lines };
  }
  const byQualifications = Math.min(forQualifications, room);
  const byYears = Math.min(forYears, room - byQualifications);
  const due: Due = { grade: standing.grade + byQualifications + byYears, byYears, byQualifications };
  lines.push({ is: 'due', ...due });
  return { due, held: false, lines };
}

/** What a correction of the last step to a lower grade gives back: years first, never more than the step used. */
export function givenBack(step: Step, grade: number): Pick<Step, 'byYears' | 'byQualifications'> {
  const down = Math.max(0, step.grade - grade);
  const years = step.why === 'risen' ? Math.min(down, step.byYears) : 0;
  const qualifications = step.why === 'risen' ? Math.min(down - years, step.byQualifications) : 0;
  return { byYears: 0 - years, byQualifications: 0 - qualifications };
}
