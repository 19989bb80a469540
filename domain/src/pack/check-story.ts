import { checkStoryPeople } from './check-story-people.ts';
import { once, type PackFault, reporter, whole } from './fault.ts';
import type { Pack } from './pack.ts';
import { fieldsOf, STORY_FIELDS, type StorySort, storyPlaces } from './story.ts';

/** The story speaks of what the pack has: items, channels, outcomes and reasons, and every field can be filled. */
export function checkStory(pack: Pack, faults: PackFault[]): void {
  const { county, items: list, story } = pack;
  if (!story) return;
  const report = reporter('story.json', faults);
  const codes = new Set(list.items.map((item) => item.code));
  const unknownItem = (path: string, code: string): void => {
    if (!codes.has(code)) report(path, 'unknown_item', `没有编码为“${code}”的事项`, `no item of the code "${code}"`);
  };
  story.weights.forEach(({ item, season }, i) => {
    unknownItem(`weights[${i}].item`, item);
    if (!story.seasons[season])
      report(`weights[${i}].season`, 'unknown_season', `没有季节曲线“${season}”`, `no season "${season}"`);
  });
  once(
    report,
    story.weights.map(({ item }, i) => ({ path: `weights[${i}].item`, value: item })),
  );
  once(
    report,
    story.texts.map(({ text }, i) => ({ path: `texts[${i}].text`, value: text })),
  );
  for (const [i, { item }] of story.texts.entries()) unknownItem(`texts[${i}].item`, item);
  for (const [i, item] of story.matters.hard.items.entries()) unknownItem(`matters.hard.items[${i}]`, item);
  for (const code of codes) {
    if (!story.weights.some(({ item }) => item === code))
      report('weights', 'no_weight', `事项 ${code} 没有权重`, `${code} has no weight`);
    if (!story.texts.some(({ item }) => item === code))
      report('texts', 'no_text', `事项 ${code} 没有文本`, `${code} has no text`);
  }
  const { places, paths, arbitration, channels, takenUp, hard } = story.matters;
  for (const [path, shares] of Object.entries({ places, paths, arbitration })) whole(report, `matters.${path}`, shares);
  whole(report, 'outcomes', story.outcomes);
  const known = {
    channels: county.channels.map((one) => one.code),
    outcomes: county.outcomes.map((one) => one.code),
  };
  for (const code of Object.keys(channels))
    if (!known.channels.includes(code))
      report(`matters.channels.${code}`, 'unknown_channel', '没有这个渠道', 'no such channel');
  for (const code of Object.keys(story.outcomes))
    if (!known.outcomes.includes(code))
      report(`outcomes.${code}`, 'unknown_outcome', '没有这个结果', 'no such outcome');
  if (takenUp > (channels.resident ?? 0) || hard.total > takenUp || hard.satisfied > hard.total)
    report(
      'matters',
      'figures_disagree',
      '立项、难事、满意数互相矛盾',
      'taken up, hard and satisfied contradict each other',
    );
  const lying = storyPlaces(pack.territory.nodes);
  for (const sort of Object.keys(places) as StorySort[])
    if (places[sort] > 0 && lying[sort].length === 0)
      report(`matters.places.${sort}`, 'nowhere', '这个县没有这样的地方', 'the county has no such place');
  checkStoryPeople(pack, lying, report);

  const fields = new Set<string>([...STORY_FIELDS, ...Object.keys(story.fill)]);
  const sentences = [
    ...story.texts.map(({ text }, i) => ({ path: `texts[${i}].text`, text })),
    ...Object.entries(story.phrases).flatMap(([key, list]) =>
      list.map((text, i) => ({ path: `phrases.${key}[${i}]`, text })),
    ),
  ];
  for (const { path, text } of sentences)
    for (const field of fieldsOf(text))
      if (!fields.has(field)) report(path, 'unknown_field', `没有可填的“${field}”`, `nothing fills {${field}}`);
  const wanted = [
    ...county.outcomes.flatMap(({ code }) => [`settle.${code}`, `conclude.${code}`]),
    ...county.refuseReasons.map(({ code }) => `refuse.${code}`),
    ...county.rejectReasons.map(({ code }) => `reject.${code}`),
  ];
  for (const key of wanted)
    if (!story.phrases[key]?.length) report(`phrases.${key}`, 'no_phrase', '缺少用语', 'a phrase is missing');
}
