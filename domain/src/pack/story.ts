/**
 * What a resident writes. `{here}` is the address made from the matter's place: compound and building in a grid, else the
 * community's name; `{item}`, `{unit}` and `{result}` (the condition's finish) come from the matter too, the rest from `fill`.
 * `where`: only in gridded communities, only elsewhere, or anywhere.
 */
export type StoryText = { item: string; text: string; where: 'urban' | 'village' | 'any' };

/** story.json: how the demo's past is told. Shares are of 1 within their group. */
export type Story = {
  months: number;
  matters: {
    /** Matters by channel code over the whole history; the sum is the number told. */
    channels: Record<string, number>;
    /** Of the residents' matters, those taken up; the others are rejected. */
    takenUp: number;
    /** Of those taken up, the hard ones that units were called for, and how many were concluded to satisfaction. */
    hard: { total: number; satisfied: number; items: string[] };
    /** Where they lie: in gridded communities, other communities of the same towns, or elsewhere. */
    places: { gridded: number; sameTown: number; elsewhere: number };
    /** Where they are settled. */
    paths: { settledAtGrid: number; settledAtCommunity: number; settledAtTown: number; dispatched: number };
    withAssist: number;
    refused: number;
    arbitration: Record<'uphold' | 'redirect' | 'return', number>;
    requests: { pause: number; extension: number; approved: number };
    anonymous: number;
  };
  /** How well the clocks are kept: share of the limit used is drawn between; `late` of them overrun. */
  pace: Record<'accept' | 'take_on' | 'arrive' | 'conclude' | 'callback', { from: number; to: number; late: number }>;
  outcomes: Record<string, number>;
  judgement: {
    /** Reached at the first attempt; the others are tried again. */
    reached: number;
    unreachable: number;
    /** Of people reached, at the first judgement. */
    met: number;
    resolved: number;
    satisfied: number;
    /** Of those not satisfied at first, satisfied after one redo; the rest after a second. */
    satisfiedAfterRedo: number;
  };
  /** Twelve monthly weights, January first. */
  seasons: Record<string, number[]>;
  /** Twenty-four hourly weights of reporting, and seven by weekday, Monday first. */
  hours: number[];
  weekdays: number[];
  weights: { item: string; base: number; season: string }[];
  texts: StoryText[];
  /** Values for the fields in texts and phrases. */
  fill: Record<string, string[]>;
  /** Sentences of the people who handle, by occasion. */
  phrases: Record<string, string[]>;
};

/** Fields that are filled from the matter, not from `fill`. */
export const STORY_FIELDS = ['here', 'item', 'unit', 'result'] as const;

/** The fields a template names: `{here}` and so on. */
export function fieldsOf(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

/** Fills a template. Throws RangeError for a field that has no value: a hole must never reach a reader. */
export function fillText(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = values[field];
    if (value === undefined) throw new RangeError(`no value for the field {${field}}`);
    return value;
  });
}
