import { once, type PackFault, reporter, whole } from './fault.ts';
import type { Pack } from './pack.ts';
import { fieldsOf, STORY_FIELDS } from './story.ts';

/** The story speaks of what the pack has: items, channels, outcomes and reasons, and every field can be filled. */
export function checkStory({ county, items: { items }, story }: Pack, faults: PackFault[]): void {
  if (!story) return;
  const report = reporter('story.json', faults);
  const itemIds = new Set(items.map((item) => item.id));
  const unknownItem = (path: string, id: string): void => {
    if (!itemIds.has(id)) report(path, 'unknown_item', `没有事项“${id}”`, `no item "${id}"`);
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
  for (const id of itemIds) {
    if (!story.weights.some(({ item }) => item === id))
      report('weights', 'no_weight', `事项 ${id} 没有权重`, `${id} has no weight`);
    if (!story.texts.some(({ item }) => item === id))
      report('texts', 'no_text', `事项 ${id} 没有文本`, `${id} has no text`);
  }
  const { places, paths, arbitration, channels, takenUp, hard } = story.matters;
  for (const [path, shares] of Object.entries({ places, paths, arbitration })) whole(report, `matters.${path}`, shares);
  whole(report, 'outcomes', story.outcomes);
  const codes = {
    channels: county.channels.map((one) => one.code),
    outcomes: county.outcomes.map((one) => one.code),
  };
  for (const code of Object.keys(channels))
    if (!codes.channels.includes(code))
      report(`matters.channels.${code}`, 'unknown_channel', '没有这个渠道', 'no such channel');
  for (const code of Object.keys(story.outcomes))
    if (!codes.outcomes.includes(code))
      report(`outcomes.${code}`, 'unknown_outcome', '没有这个结果', 'no such outcome');
  if (takenUp > (channels.resident ?? 0) || hard.total > takenUp || hard.satisfied > hard.total)
    report(
      'matters',
      'figures_disagree',
      '立项、难事、满意数互相矛盾',
      'taken up, hard and satisfied contradict each other',
    );

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
