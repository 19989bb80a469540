/**
 * Which items a report may be about, from the item's own words: its keywords, its name and its conditions' texts. A hint
 * for the person who judges, never a decision; `why` says which words spoke for it.
 */
export type SuggestibleItem = {
  id: string;
  name: string;
  keywords: readonly string[];
  conditions: readonly { text: string }[];
};

export type Suggestion = { id: string; score: number; why: string[] };

const KEYWORD = 3;
const NAME = 2;
const CONDITION = 1;

function pairs(text: string): Set<string> {
  const letters = [...text.replace(/[\s\p{P}]/gu, '')];
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`));
}

function shared(a: Set<string>, b: Set<string>): string[] {
  return [...a].filter((pair) => b.has(pair));
}

/** The best `most` items by score, none of which scores 0; ties in the order given. */
export function suggestItems(words: string, items: readonly SuggestibleItem[], most = 5): Suggestion[] {
  const spoken = pairs(words);
  const scored = items.map((item): Suggestion => {
    const keywords = item.keywords.filter((keyword) => words.includes(keyword));
    const name = shared(pairs(item.name), spoken);
    const condition = new Set(item.conditions.flatMap((one) => shared(pairs(one.text), spoken)));
    const score =
      keywords.reduce((sum, keyword) => sum + KEYWORD * [...keyword].length, 0) +
      NAME * name.length +
      CONDITION * condition.size;
    return { id: item.id, score, why: keywords.length > 0 ? keywords : name };
  });
  return scored
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}
