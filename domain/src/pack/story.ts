import { lineage } from './lineage.ts';
import type { Permission } from './permissions.ts';
import type { PlaceNode } from './territory.ts';

/**
 * What a resident writes. `item` is the code of an item, which is the same in every county. `{here}` is the address made from the matter's place: compound and building in a grid, else the
 * community's name; `{item}`, `{unit}` and `{result}` (the condition's finish) come from the matter too, the rest from `fill`.
 * `where`: only in urban communities, only in villages, or anywhere.
 */
export type StoryText = { item: string; text: string; where: 'urban' | 'village' | 'any' };

/** In urban communities, in the others of the same towns, or elsewhere. */
export type StorySort = 'urban' | 'sameTown' | 'elsewhere';

/** story.json: how the demo's past is told. Items are named by their code. Shares are of 1 within their group. */
export type Story = {
  months: number;
  matters: {
    /** Matters by channel code over the whole history; the sum is the number told. */
    channels: Record<string, number>;
    /** Of the residents' matters, those taken up; the others are rejected. */
    takenUp: number;
    /** Of those taken up, the hard ones that units were called for, and how many were concluded to satisfaction. */
    hard: { total: number; satisfied: number; items: string[] };
    /** Where they lie, as `storyPlaces` tells them apart. */
    places: Record<StorySort, number>;
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

/**
 * The lowest places that are still there and where people live, by their sort: resident grids, and communities that have none.
 */
export function storyPlaces(nodes: readonly PlaceNode[]): Record<StorySort, PlaceNode[]> {
  const standing = nodes.filter((node) => node.until === undefined);
  const byId = new Map(standing.map((node) => [node.id, node]));
  const above = (node: PlaceNode, kind: PlaceNode['kind']) => [...lineage(node, byId)].find((one) => one.kind === kind);
  const grids = standing.filter((node) => node.kind === 'grid' && node.subkind === 'resident');
  const divided = new Set(grids.map((node) => above(node, 'community')?.id));
  const open = standing.filter((node) => node.kind === 'community' && !divided.has(node.id));
  const lived = [...grids, ...open];
  const urban = lived.filter((node) => isUrban(above(node, 'community')));
  const towns = new Set(urban.map((node) => above(node, 'town')?.id));
  const rest = lived.filter((node) => !isUrban(above(node, 'community')));
  return {
    urban,
    sameTown: rest.filter((node) => towns.has(above(node, 'town')?.id)),
    elsewhere: rest.filter((node) => !towns.has(above(node, 'town')?.id)),
  };
}

/** A community that is not a village. */
export function isUrban(community: PlaceNode | undefined): boolean {
  return community?.subkind !== 'village';
}

/** What a post must permit for its holder to do each step of the history. */
export const STORY_NEEDS = {
  handle: ['matter.submit', 'matter.accept', 'matter.settle'],
  dispatch: ['matter.accept', 'matter.settle', 'matter.dispatch'],
  reject: ['matter.reject'],
  arbitrate: ['matter.arbitrate'],
  rule: ['matter.rule'],
  callBack: ['matter.callback', 'matter.close'],
  respond: ['assignment.take_on', 'assignment.conclude'],
} as const satisfies Record<string, readonly Permission[]>;

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
