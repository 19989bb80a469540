/**
 * Chinese text is found by pairs of neighbouring characters, since most searches are two characters long; runs of digits
 * and Latin letters are kept whole. A single character is found by the pairs it begins or ends.
 */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const HAN = /^\p{Script=Han}/u;

function pairs(run: string): string[] {
  const letters = [...run];
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

function runs(text: string): string[] {
  return [...text.normalize('NFKC').toLowerCase().matchAll(RUNS)].map(([run]) => run);
}

/** What a text is found by, each once. */
export function gramsOf(text: string): string[] {
  const grams = runs(text).flatMap((run) => (HAN.test(run) ? [...pairs(run), ...run] : [run.slice(0, 40)]));
  return [...new Set(grams)];
}

/** What a search asks for: every one of these; the last run of letters or digits may go on. Empty: nothing to look for. */
export function wantedGrams(query: string): { gram: string; goesOn: boolean }[] {
  const wanted = runs(query).flatMap((run) =>
    HAN.test(run) ? pairs(run).map((gram) => ({ gram, goesOn: false })) : [{ gram: run.slice(0, 40), goesOn: true }],
  );
  return wanted.filter((one, index) => wanted.findIndex((other) => other.gram === one.gram) === index);
}
