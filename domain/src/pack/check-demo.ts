import { type DemoTerm, targetsOf, termsOf } from './demo-people.ts';
import { once, type PackFault, reporter } from './fault.ts';
import { housingOf } from './housing.ts';
import { lineage } from './lineage.ts';
import type { Pack } from './pack.ts';
import { isAtPlace, isAtUnit, type PostKind } from './posts.ts';

/** Demo people hold posts that exist, no place holds more than it may, and each account is one of those people. */
export function checkDemo(pack: Pack, faults: PackFault[]): void {
  const report = reporter('demo.json', faults);
  const { demo, territory, posts } = pack;
  const places = [...territory.nodes, ...housingOf(demo, territory.nodes)];
  const ground = { places, units: pack.units.units, items: pack.items };
  const kinds = new Map(posts.posts.map((post) => [post.kind, post]));
  const byId = new Map(places.map((place) => [place.id, place]));
  const existsAt = (kind: PostKind, id: string): boolean => {
    const place = byId.get(id);
    if (kind.at === 'unit' || !place) return isAtUnit(kind, id);
    return isAtPlace(kind, { kind: place.kind, sorts: [...lineage(place, byId)].map((one) => one.subkind ?? null) });
  };
  const terms: DemoTerm[] = [];
  for (const [i, line] of demo.posts.entries()) {
    const kind = kinds.get(line.post);
    const level = 'places' in line.over ? line.over.places : null;
    const fits = level ? kind?.placeKinds?.includes(level) : kind?.at === 'unit';
    const misses = kind && targetsOf(line, ground).find((id) => !existsAt(kind, id));
    if (!kind) report(`posts[${i}].post`, 'unknown_post', `没有岗位“${line.post}”`, `no post "${line.post}"`);
    else if (!fits)
      report(
        `posts[${i}].over`,
        'wrong_level',
        `岗位“${kind.word.zh}”不设在这一级`,
        `"${line.post}" does not exist there`,
      );
    else if (misses !== undefined)
      report(
        `posts[${i}].over`,
        'not_here',
        `“${kind.word.zh}”不设在“${byId.get(misses)?.name ?? misses}”，见 posts.json`,
        `"${line.post}" does not exist at ${misses}, as posts.json says`,
      );
    else if (!targetsOf(line, ground).length)
      report(`posts[${i}].over`, 'nowhere', `“${kind.word.zh}”无处安排`, `there is nowhere to put "${line.post}"`);
    else {
      const seats = termsOf(line, ground);
      const before = line.heldBy === undefined ? null : heldBefore(line.heldBy, terms);
      if (
        before &&
        (line.people ? before.size < line.people : seats.some(({ at, nth }) => !before.has(`${at} ${nth}`)))
      )
        report(
          `posts[${i}].heldBy`,
          'nobody_beside',
          `“${line.heldBy}”在那里的人数不够兼任“${kind.word.zh}”`,
          `too few hold "${line.heldBy}" there to be "${line.post}" too`,
        );
      terms.push(...seats);
    }
  }
  if (demo.reportingMembers.total > 0 && !pack.units.units.some((unit) => unit.reportingIn))
    report('reportingMembers.total', 'nowhere', '没有报到单位，却有报到党员', 'members report in, but no unit does');
  const held = new Map<string, number>();
  for (const { post, at } of terms) held.set(`${post} ${at}`, (held.get(`${post} ${at}`) ?? 0) + 1);
  const units = new Map(pack.units.units.map((unit) => [unit.id, unit.name]));
  for (const kind of kinds.values()) {
    const over = [...held].filter(([key, count]) => key.startsWith(`${kind.kind} `) && count > kind.capacity);
    const [first, count] = over[0] ?? [];
    if (first === undefined) continue;
    const id = first.slice(kind.kind.length + 1);
    const at = byId.get(id)?.name ?? units.get(id) ?? id;
    report(
      `posts[${demo.posts.findLastIndex((line) => line.post === kind.kind)}].total`,
      'over_capacity',
      `“${kind.word.zh}”每处限 ${kind.capacity} 人，“${at}”等 ${over.length} 处会有 ${count} 人`,
      `"${kind.kind}" is held by ${kind.capacity} at most; ${over.length} places such as ${at} would have ${count}`,
    );
  }
  once(
    report,
    demo.accounts.map(({ username }, i) => ({ path: `accounts[${i}].username`, value: username })),
  );
  once(
    report,
    demo.figures.map(({ id }, i) => ({ path: `figures[${i}].id`, value: id })),
  );
  demo.accounts.forEach(({ username, post, at, phone }, i) => {
    if (post === null) {
      if (!phone?.startsWith(demo.phonePrefix))
        report(
          `accounts[${i}].phone`,
          'real_phone',
          '演示居民要用虚构号段的手机号',
          'a demo resident needs a made-up phone',
        );
    } else if (!held.has(`${post} ${at}`))
      report(
        `accounts[${i}]`,
        'not_among_people',
        `账号“${username}”：没有演示人员在“${byId.get(at ?? '')?.name ?? units.get(at ?? '') ?? at}”任“${kinds.get(post)?.word.zh ?? post}”`,
        `account "${username}": nobody of the demo holds ${post} at ${at}`,
      );
  });
  const beside = new Set(demo.posts.filter((line) => line.heldBy !== undefined).map((line) => line.post));
  for (const kind of kinds.keys())
    if (!beside.has(kind) && !demo.accounts.some((account) => account.post === kind))
      report('accounts', 'no_account', `岗位“${kind}”没有演示账号`, `post "${kind}" has no demo account`);
}

/** Seats of a post in the lines so far, as `place nth`. */
function heldBefore(post: string, terms: readonly DemoTerm[]): Set<string> {
  return new Set(terms.filter((term) => term.post === post).map(({ at, nth }) => `${at} ${nth}`));
}
