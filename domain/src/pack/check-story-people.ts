import { targetsOf, termsOf } from './demo-people.ts';
import type { Report } from './fault.ts';
import { housingOf } from './housing.ts';
import { lineage } from './lineage.ts';
import type { Pack } from './pack.ts';
import type { Permission } from './permissions.ts';
import { STORY_NEEDS, type StorySort } from './story.ts';
import type { PlaceNode } from './territory.ts';

/** Where the story's matters go, somebody of the demo holds a post that may do what is to be done there. */
export function checkStoryPeople(pack: Pack, lying: Record<StorySort, PlaceNode[]>, report: Report): void {
  const { county, territory, story } = pack;
  if (!story) return;
  const may = permissionsAt(pack);
  const byId = new Map(territory.nodes.map((node) => [node.id, node]));
  const sorts = (Object.keys(lying) as StorySort[]).filter((sort) => story.matters.places[sort] > 0);
  const ladder = (place: PlaceNode) => [...lineage(place, byId)].filter((one) => county.raiseLadder.includes(one.kind));
  const lines = sorts.flatMap((sort) => lying[sort].map(ladder));
  const places = new Set(lines.flat());
  const needs: [Iterable<PlaceNode>, readonly Permission[]][] = [
    [places, STORY_NEEDS.handle],
    [[...places].filter((one) => one.kind === 'town' || one.kind === 'county'), STORY_NEEDS.dispatch],
    // What is rejected lies in the urban places.
    [lying.urban.flatMap((place) => ladder(place).slice(0, 1)), STORY_NEEDS.reject],
    ...[STORY_NEEDS.arbitrate, STORY_NEEDS.rule, STORY_NEEDS.callBack].map(
      (need): [Iterable<PlaceNode>, readonly Permission[]] => [[...places].filter((one) => one.parent === null), need],
    ),
  ];
  for (const [at, need] of needs) {
    const without = [...at].filter((one) => !may.get(one.id)?.some((held) => need.every((each) => held.has(each))));
    if (without.length === 0) continue;
    const { name } = without[0] as PlaceNode;
    const [zh, en] = [`${name}等 ${without.length} 处`, `${name} and ${without.length - 1} more`];
    report(
      'matters.places',
      'nobody_there',
      `${zh}没有演示人员能办这一步（${need.join('、')}），请在 demo.json 中安排岗位`,
      `at ${en} nobody of the demo may ${need.join(', ')}: put somebody there in demo.json`,
    );
  }
}

/** What the posts held at a place permit, post by post. */
function permissionsAt({ demo, territory, units, items, posts }: Pack): Map<string, Set<string>[]> {
  const ground = { places: [...territory.nodes, ...housingOf(demo, territory.nodes)], units: units.units, items };
  const kinds = new Map(posts.posts.map(({ kind, permissions }) => [kind, new Set<string>(permissions)]));
  const held = new Map<string, Set<string>[]>();
  for (const line of demo.posts) {
    const permissions = kinds.get(line.post);
    if (!permissions || !targetsOf(line, ground).length) continue;
    for (const { at } of termsOf(line, ground)) held.set(at, [...(held.get(at) ?? []), permissions]);
  }
  return held;
}
