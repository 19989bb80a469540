/** Lists by version over the network: drafting, approving by two, days, what others see, old matters that explain themselves. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ListItem } from '@huying/domain/lists';
import { newId, type Scene, setScene } from '../../../test/matrix/roles.ts';
import { type Answer, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { figures } from '../../figures.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf, writeWorkbook } from '../../platform/exchange/index.ts';
import { verify } from '../../platform/verify.ts';
import { work } from '../../platform/worker.ts';
import { reloadCounty } from '../county/index.ts';
import { turnLists } from './turn-lists.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('lists by version', () => {
  let house: TestHouse;
  let scene: Scene;
  let list = '';
  let editor: Someone;
  let first: Someone;
  let second: Someone;
  let reader: Someone;
  /** A matter judged under an early version. */
  let judgedBefore = '';
  before(async () => {
    house = await openTestHouse();
    scene = await setScene(house);
    list = house.county().list?.id ?? '';
    editor = scene.roles.centre_dispatcher;
    first = scene.roles.centre_arbiter;
    second = scene.roles.county_leader;
    reader = scene.roles.grid_leader;
  });
  after(() => house.close());

  const get = (as: Someone, path: string) => house.ask('GET', path, { as });
  const post = (as: Someone, path: string, body: unknown, key?: string) =>
    house.ask('POST', path, { as, body, ...(key ? { key } : {}) });
  const code = ({ status, body }: Answer) => [status, body?.fields?.[0]?.code ?? body?.code];
  async function ok(answer: Promise<Answer>) {
    const { status, body, text } = await answer;
    assert.ok(status < 300, text);
    return body;
  }
  const at = (version: number, of = list) => `/lists/${of}/versions/${version}`;
  const view = (as: Someone, version: number, of = list) => ok(get(as, at(version, of)));

  /** The day `n` days after the county's today. */
  const dayIn = (n: number) => new Date(house.clock.now + n * DAY + 8 * HOUR).toISOString().slice(0, 10);

  async function draft(as: Someone = editor, of = list): Promise<{ version: number; revision: number }> {
    const base = (await ok(get(as, '/lists'))).rows.find((one: { list: string }) => one.list === of).version;
    const inForce = (await view(as, base, of)).inForce;
    return ok(post(as, `/lists/${of}/versions`, { base: inForce }));
  }
  const act = async (as: Someone, version: number, verb: string, fields: object = {}, of = list) =>
    post(as, `${at(version, of)}/${verb}`, { seen: (await view(editor, version, of)).revision, ...fields });
  const items = async (version: number): Promise<ListItem[]> => {
    const { rows } = await ok(get(editor, `${at(version)}/items`));
    return rows;
  };
  /** An item as the interface takes it: units by id. */
  const asBody = (one: ListItem & { faulty?: boolean }) => {
    const { handledBy: _, supervisedBy: __, faulty: ___, ...item } = one;
    const idOf = (unit: unknown) => (unit as { id: string } | null)?.id ?? null;
    return { ...item, lead: idOf(item.lead), assists: item.assists.map(idOf) };
  };
  async function put(version: number, item: object, as: Someone = editor) {
    return post(as, `${at(version)}/items`, { seen: (await view(editor, version)).revision, item });
  }
  /** Through submission and both approvals, then to its day. */
  async function bringIntoForce(version: number, of = list): Promise<void> {
    await ok(act(editor, version, 'submit', { effective_from: dayIn(1) }, of));
    await ok(act(first, version, 'approve', {}, of));
    await ok(act(second, version, 'approve', {}, of));
    house.clock.now += DAY;
    await reloadCounty(house.house.services, house.county().id);
  }

  it('the pack gives both lists their first version, in force and nobody’s', async () => {
    const { rows } = await ok(get(reader, '/lists'));
    const own = rows.filter((one: { own: boolean }) => one.own);
    assert.deepEqual(
      own.map((one: Record<string, unknown>) => [one.kind, one.version, one.state, one.authors, one.rows]).sort(),
      [
        ['duties', 1, 'in_force', [], own.find((one: { kind: string }) => one.kind === 'duties').rows],
        ['items', 1, 'in_force', [], house.county().items.size],
      ].sort(),
    );
    assert.deepEqual((await view(reader, 1)).abilities, []);
  });

  it('a draft is written, sent on, returned, agreed to by two and takes force on its day', async () => {
    const { version } = await draft();
    assert.equal(version, 2);
    for (const [as, path] of [
      [reader, at(2)],
      [reader, `${at(2)}/items`],
      [reader, `${at(2)}/workbook.xlsx`],
      [reader, `/lists/${list}/compare?from=1&to=2`],
    ] as const)
      assert.equal((await get(as, path)).status, 404, path);
    assert.ok(
      !(await ok(get(reader, '/lists'))).rows.some(
        (one: { version: number; list: string }) => one.list === list && one.version === 2,
      ),
    );
    assert.deepEqual(
      (await view(editor, 2)).abilities.map((one: { verb: string }) => one.verb),
      ['edit', 'submit', 'withdraw'],
    );

    const [one, gone] = (await items(2)) as [ListItem, ListItem];
    const changed = { ...asBody(one), name: `${one.name}（修订）`, lead: scene.lead, assists: [scene.assist] };
    await ok(put(2, changed));
    await ok(post(editor, `${at(2)}/items/${gone.id}/remove`, { seen: (await view(editor, 2)).revision }));
    const added = {
      ...changed,
      id: 'new-1',
      code: '9901',
      name: '演示新事项',
      conditions: [{ ...changed.conditions[0], id: 'new-1-1' }],
    };
    await ok(put(2, added));
    assert.equal((await items(2)).length, house.county().items.size);
    assert.equal((await items(1))[0]?.name, one.name, 'version 1 is as it was');
    assert.equal(house.county().items.get(one.id)?.name, one.name, 'and in force');

    const { body: found } = await get(first, `/lists/${list}/compare?from=1&to=2`);
    assert.deepEqual(
      [found.added.map((it: ListItem) => it.id), found.removed.map((it: ListItem) => it.id), found.changed.length],
      [['new-1'], [gone.id], 1],
    );
    assert.ok(found.changed[0].fields.some((it: { field: string }) => it.field === 'name'));

    assert.deepEqual(code(await act(first, 2, 'approve')), [409, 'state_forbids']);
    assert.deepEqual(code(await act(editor, 2, 'submit', { effective_from: dayIn(0) })), [422, 'day_not_ahead']);
    assert.deepEqual(code(await act(editor, 2, 'submit', {})), [422, 'field_required']);
    assert.deepEqual(code(await act(first, 2, 'submit', { effective_from: dayIn(9) })), [403, 'not_permitted']);
    await ok(act(editor, 2, 'submit', { effective_from: dayIn(9) }));
    assert.deepEqual(code(await put(2, changed)), [409, 'state_forbids']);
    assert.deepEqual(code(await act(first, 2, 'return', {})), [422, 'field_required']);
    await ok(act(first, 2, 'return', { words: '时限请再核一遍' }));
    const returned = await view(editor, 2);
    assert.equal(returned.state, 'draft');
    assert.deepEqual(
      returned.notes.map((note: { verb: string; words: string }) => [note.verb, note.words]),
      [['return', '时限请再核一遍']],
    );

    await ok(act(editor, 2, 'submit', { effective_from: dayIn(9) }));
    await ok(act(first, 2, 'approve'));
    assert.deepEqual(code(await act(first, 2, 'approve')), [422, 'list_approved_already']);
    assert.equal((await view(editor, 2)).state, 'submitted');
    await ok(act(second, 2, 'approve'));
    const agreed = await view(reader, 2);
    assert.deepEqual([agreed.state, agreed.approvals.length, agreed.inForce], ['approved', 2, 1]);
    assert.equal(house.county().list?.version, 1, 'its day is not there yet');

    house.clock.now += 9 * DAY - 11 * HOUR;
    await reloadCounty(house.house.services, house.county().id);
    assert.equal(house.county().list?.version, 1, 'an hour before midnight');
    house.clock.now += HOUR;
    await reloadCounty(house.house.services, house.county().id);
    assert.equal(house.county().list?.version, 2, 'on its day');
    assert.equal(house.county().items.get(one.id)?.name, changed.name);
    assert.equal((await view(reader, 1)).state, 'superseded');
    assert.equal((await view(reader, 2)).state, 'in_force');
    assert.deepEqual(code(await act(second, 2, 'withdraw', { words: '作废' })), [409, 'state_forbids']);
    house.clock.now += 10 * HOUR;
  });

  it('the days’ turns are journaled once, and the journal holds', async () => {
    const { services } = house.house;
    assert.ok((await turnLists(services, house.county(), house.clock.now)) >= 2);
    assert.equal(await turnLists(services, house.county(), house.clock.now), 0);
    const rows = await services.db.rows<{ kind: string }>(sql`
      SELECT event->>'kind' AS kind FROM journal
      WHERE county_id = ${house.county().id} AND subject_kind = 'list' AND subject_id = ${list} ORDER BY seq`);
    assert.deepEqual(
      rows.map((row) => row.kind.replace('list.', '')),
      [
        ...['installed', 'drafted', 'edit', 'edit', 'edit', 'submit', 'return', 'submit', 'approve', 'approve'],
        ...['begin', 'supersede', 'begin'],
      ],
    );
    const text = JSON.stringify(
      await services.db.rows(
        sql`SELECT event FROM journal WHERE county_id = ${house.county().id} AND subject_kind = 'list'`,
      ),
    );
    assert.ok(!text.includes('再核'), 'why it was returned is not in the journal');
    assert.deepEqual((await verify(services, house.county().id)).findings, []);
  });

  it('figures are those of the version in force on the day', async () => {
    const counted = await figures(house.house.services.db, house.county(), house.clock.now);
    const before = await figures(house.house.services.db, house.county(), house.clock.now - 9 * DAY);
    assert.equal(counted.items, house.county().items.size);
    assert.equal(counted.items, before.items);
    const towns = [...house.county().items.values()].filter((item) => item.lead === null).length;
    assert.equal(counted.itemsTownResponsible, towns);
  });

  it('whoever wrote any of it does not approve it, whatever else they may', async () => {
    const { version } = await draft();
    const both = await house.holder('centre_dispatcher', 'c');
    await house.house.services.db.rows(sql`
      INSERT INTO term (county_id, term_id, post_id, person_id, from_day)
      VALUES (${house.county().id}, ${randomUUID()}, 'centre_arbiter.c', ${both.id}, '2020-01-01')`);
    const [one] = (await items(version)) as [ListItem];
    await ok(put(version, asBody(one), both));
    await ok(act(editor, version, 'submit', { effective_from: dayIn(3) }));
    assert.deepEqual(code(await act(both, version, 'approve')), [422, 'list_own_approval']);
    assert.deepEqual(code(await act(editor, version, 'approve')), [403, 'not_permitted']);
    await ok(act(first, version, 'approve'));
    await ok(act(editor, version, 'recall'));
    assert.deepEqual((await view(editor, version)).approvals, []);
    await ok(act(editor, version, 'withdraw'));
    assert.equal((await get(reader, at(version))).status, 404);
  });

  it('two approvals at once are one after the other; the same person twice at once counts once', async () => {
    const { version } = await draft();
    await ok(act(editor, version, 'submit', { effective_from: dayIn(30) }));
    const { revision } = await view(editor, version);
    const path = `${at(version)}/approve`;
    const twice = await Promise.all([1, 2].map(() => post(first, path, { seen: revision })));
    assert.deepEqual(twice.map((one) => one.status).sort(), [200, 409]);
    const now = (await view(editor, version)).revision;
    const third = await house.holder('county_leader', 'c');
    const both = await Promise.all([second, third].map((who) => post(who, path, { seen: now })));
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409]);
    const { state, approvals } = await view(editor, version);
    assert.deepEqual([state, approvals.length], ['approved', 2]);
    await ok(act(second, version, 'withdraw', { words: '改日再议' }));
    assert.equal((await view(editor, version)).state, 'withdrawn');
  });

  it('what was changed since is said, repeats are one act, a day is one version’s', async () => {
    const { version, revision } = await draft();
    const [one] = (await items(version)) as [ListItem];
    const key = randomUUID();
    const body = { seen: revision, item: { ...asBody(one), name: '演示改名' } };
    const [a, b] = [
      await post(editor, `${at(version)}/items`, body, key),
      await post(editor, `${at(version)}/items`, body, key),
    ];
    assert.deepEqual([a.status, b.status, a.body], [200, 200, b.body]);
    assert.deepEqual(code(await post(editor, `${at(version)}/items`, body)), [409, 'stale_version']);
    assert.equal(
      (await house.ask('POST', `${at(version)}/items`, { as: editor, body, key: null })).body.code,
      'key_missing',
    );
    await ok(act(editor, version, 'submit', { effective_from: dayIn(40) }));
    await ok(act(first, version, 'approve'));
    await ok(act(second, version, 'approve'));
    const other = await draft();
    assert.deepEqual(code(await act(editor, other.version, 'submit', { effective_from: dayIn(40) })), [
      422,
      'day_taken',
    ]);
    await ok(act(editor, other.version, 'submit', { effective_from: dayIn(41) }));
    house.clock.now += 41 * DAY;
    await reloadCounty(house.house.services, house.county().id);
    assert.deepEqual(code(await act(first, other.version, 'approve')), [422, 'list_day_over']);
    await ok(act(editor, other.version, 'withdraw'));
  });

  it('bad input is named field by field and changes nothing', async () => {
    const { version } = await draft();
    const [one, two] = (await items(version)) as [ListItem, ListItem];
    const base = asBody(one);
    const limit = (n: number, unit: string) => [{ ...base.conditions[0], limits: { conclude: { n, unit } } }];
    const cases: [object, string, string][] = [
      [{ ...base, lead: 'nowhere' }, 'lead', 'unit_unknown'],
      [{ ...base, code: two.code }, 'code', 'item_code_twice'],
      [{ ...base, conditions: [] }, 'conditions', 'no_condition'],
      [{ ...base, conditions: limit(3, 'weeks') }, 'conditions.0.limits.conclude', 'limit_unit_unknown'],
      [{ ...base, conditions: limit(0, 'hour') }, 'conditions.0.limits.conclude', 'limit_number_invalid'],
      [{ ...base, name: '' }, 'name', 'field_required'],
    ];
    for (const [item, path, problem] of cases) {
      const answer = await put(version, item);
      assert.deepEqual([answer.status, answer.body.fields[0].path, answer.body.fields[0].code], [422, path, problem]);
      assert.ok(answer.body.fields[0].message.length > 2);
    }
    assert.equal((await put(version, { ...base, more: 1 })).status, 400);
    assert.deepEqual(await items(version), await items(version));
    assert.deepEqual((await items(version))[0], one);
    for (const path of [
      '/lists/nowhere/versions/1',
      at(99),
      `/lists/${list}/versions/0`,
      `/lists/${list}/versions/x`,
      `/lists/A!/versions/1`,
    ])
      assert.equal((await get(editor, path)).status, 404, path);
    assert.equal((await post(editor, `${at(version)}/edit`, { seen: 1 })).status, 404);
    assert.equal((await post(editor, `${at(version)}/begin`, { seen: 1 })).status, 404);
    assert.deepEqual(code(await post(reader, `/lists/${list}/versions`, { base: 1 })), [403, 'not_permitted']);
    assert.equal((await post(editor, `/lists/${list}/versions`, { base: 99 })).status, 404);
    assert.equal((await house.ask('GET', '/lists')).status, 401);
    await ok(act(editor, version, 'withdraw'));
  });

  async function bytes(as: Someone, path: string): Promise<Buffer> {
    const answer = await house.ground.app.inject({
      method: 'GET',
      url: `/api/${house.county().id}${path}`,
      headers: { authorization: `Bearer ${as.token}` },
    });
    assert.equal(answer.statusCode, 200, path);
    return answer.rawPayload;
  }
  const upload = async (version: number, file: Buffer, of = list) =>
    house.ask('POST', `${at(version, of)}/workbook?seen=${(await view(editor, version, of)).revision}`, {
      as: editor,
      body: file,
      headers: { 'content-type': XLSX },
    });

  it('goes out as a workbook and comes back as it was; a bad row keeps all of it out', async () => {
    const { version } = await draft();
    const whole = await items(version);
    const file = await bytes(editor, `${at(version)}/workbook.xlsx`);
    assert.deepEqual((await ok(upload(version, file))).refused, []);
    assert.deepEqual(await items(version), whole, 'the round trip is exact');
    const [sheet] = (await readWorkbook(file)).sheets;
    const [heads = [], ...rows] = await Array.fromAsync(sheet?.rows() ?? [], ({ cells }) => cells);
    const column = (name: string) => heads.findIndex((cell) => textOf(cell) === name);
    const book = (change: (rows: (string | null)[][]) => void) => {
      const copy = rows.map((cells) => heads.map((_, index) => textOf(cells[index]) || null));
      change(copy);
      return writeWorkbook([{ name: '清单', columns: heads.map((head) => ({ header: textOf(head) })), rows: copy }]);
    };
    const bad = await ok(
      upload(
        version,
        await book((copy) => {
          (copy[0] as (string | null)[])[column('主办单位')] = '没有的单位';
          (copy[2] as (string | null)[])[column('办结时限')] = '三天左右';
        }),
      ),
    );
    assert.equal(bad.draft, null);
    assert.deepEqual(
      bad.refused.map((one: { row: number; code: string }) => [one.row, one.code]),
      [
        [2, 'row_unit_unknown'],
        [4, 'row_limit_unknown'],
      ],
    );
    assert.match(bad.refused[0].reason, /没有的单位/);
    assert.deepEqual(await items(version), whole);
    const finish = '演示：换过的办结标准';
    await ok(
      upload(
        version,
        await book((copy) => {
          (copy[0] as (string | null)[])[column('办结标准')] = finish;
        }),
      ),
    );
    const changed = (
      await ok(get(editor, `/lists/${list}/compare?from=${(await view(editor, version)).base}&to=${version}`))
    ).changed;
    assert.deepEqual(
      changed[0].conditions[0].fields.map((one: { after: string }) => one.after),
      [finish],
    );
    const compared = await bytes(editor, `/lists/${list}/compare.xlsx?from=1&to=${version}`);
    const [first1] = (await readWorkbook(compared)).sheets;
    assert.ok((await Array.fromAsync(first1?.rows() ?? [])).length > 1);
    assert.equal((await upload(version, Buffer.from('no workbook'))).body.code, 'workbook_not_xlsx');
    await ok(post(editor, `${at(version)}/renumber`, { seen: (await view(editor, version)).revision }));
    const codes = (await items(version)).map((one) => one.code);
    assert.equal(new Set(codes).size, codes.length);
    await ok(act(editor, version, 'withdraw'));
  });

  it('a unit that is gone keeps a list from being submitted', async () => {
    const { version } = await draft();
    const [one] = (await items(version)) as [ListItem];
    await house.house.services.db.rows(sql`
      UPDATE item SET lead = 'lost' WHERE county_id = ${house.county().id} AND list_id = ${list} AND version = ${version} AND item_id = ${one.id}`);
    const answer = await act(editor, version, 'submit', { effective_from: dayIn(2) });
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.fields[0].path],
      [422, 'list_faulty', `${one.code}.lead`],
    );
    await ok(act(editor, version, 'withdraw'));
  });

  it('duties: the same lifecycle; what is in force is what posts show', async () => {
    const kinds = () => house.county().postKinds.get('grid_leader')?.duties;
    const before = kinds();
    const { version } = await draft(editor, 'duties');
    const path = `${at(version, 'duties')}/duties/grid_leader`;
    const everyday = [{ zh: '每周走访网格一遍', en: 'Walks the grid once a week' }, ...(before?.everyday ?? [])];
    const seen = async () => (await view(editor, version, 'duties')).revision;
    assert.deepEqual(
      code(await post(editor, path, { seen: await seen(), everyday: [{ zh: '', en: '' }], emergency: [] })),
      [422, 'field_required'],
    );
    assert.deepEqual(
      code(
        await post(editor, `${at(version, 'duties')}/duties/nobody`, { seen: await seen(), everyday, emergency: [] }),
      ),
      [422, 'post_kind_unknown'],
    );
    await ok(post(editor, path, { seen: await seen(), everyday, emergency: before?.emergency }));
    await ok(
      post(editor, `${at(version, 'duties')}/duties/responder`, { seen: await seen(), everyday: [], emergency: [] }),
    );
    assert.equal((await post(editor, `${at(version, 'duties')}/items`, { seen: await seen(), item: {} })).status, 400);
    const file = await bytes(editor, `${at(version, 'duties')}/workbook.xlsx`);
    const read = async () => (await ok(get(editor, `${at(version, 'duties')}/duties`))).rows;
    const whole = await read();
    assert.deepEqual((await ok(upload(version, file, 'duties'))).refused, []);
    assert.deepEqual(await read(), whole, 'the round trip is exact');
    const wrong = await writeWorkbook([
      {
        name: '表',
        columns: ['岗位', '情形', '职责'].map((header) => ({ header })),
        rows: [
          ['没有的岗位', '平时', '演示'],
          ['网格长', '夜里', '演示'],
          ['网格长', '平时', ''],
        ],
      },
    ]);
    assert.deepEqual(
      (await ok(upload(version, wrong, 'duties'))).refused.map((one: { code: string }) => one.code),
      ['row_post_unknown', 'row_phase_unknown', 'row_field_missing'],
    );
    const compared = await ok(get(first, `/lists/duties/compare?from=1&to=${version}`));
    assert.deepEqual(
      compared.changed.map((one: { post: string; phase: string }) => `${one.post}/${one.phase}`).sort(),
      ['grid_leader/everyday', 'responder/emergency', 'responder/everyday'],
    );
    assert.deepEqual(kinds(), before);
    await bringIntoForce(version, 'duties');
    assert.deepEqual(kinds()?.everyday, everyday);
    assert.deepEqual(house.county().postKinds.get('responder')?.duties, { everyday: [], emergency: [] });
    assert.ok((house.county().postKinds.get('unit_head')?.duties.everyday.length ?? 0) > 0);
  });

  const chosen = (matter: { story: { input: { item?: { name: string } } }[] }): string[] =>
    matter.story.flatMap((entry) => (entry.input.item ? [entry.input.item.name] : []));

  it('an old matter judged under one version still explains itself after the next', async () => {
    const { roles } = scene;
    const inForce = house.county().list?.version as number;
    const [one] = (await items(inForce)) as [ListItem];
    const condition = one.conditions[0] as ListItem['conditions'][number];
    const id = newId();
    judgedBefore = id;
    await ok(
      post(roles.centre_dispatcher, '/matters', {
        id,
        words: '演示：旧清单下的诉求',
        place: scene.grid,
        channel: 'hotline',
        item: one.id,
        contact: { name: '演示·来电人', phone: '10055512345' },
      }),
    );
    const version = async () => (await ok(get(roles.centre_dispatcher, `/matters/${id}`))).version;
    const verb = async (as: Someone, path: string, fields: object = {}) =>
      ok(post(as, `/matters/${id}/${path}`, { version: await version(), ...fields }));
    await verb(roles.centre_dispatcher, 'accept', { item: one.id, condition: condition.id });
    await verb(roles.centre_dispatcher, 'dispatch', { lead: scene.lead, assists: [] });
    const told = async () => {
      const matter = await ok(get(roles.centre_dispatcher, `/matters/${id}`));
      const clock = matter.clocks.find(
        (each: { kind: string; assignment: number | null }) => each.kind === 'conclude' && each.assignment === 1,
      );
      const { rule, explanation } = await ok(get(roles.centre_dispatcher, `/matters/${id}/clocks/${clock.no}`));
      return {
        item: matter.item,
        condition: matter.condition,
        story: chosen(matter),
        due: clock.dueAt,
        limit: clock.limit,
        rule,
        total: explanation.total,
        unit: explanation.unit,
      };
    };
    const before = await told();
    assert.equal(before.item.name, one.name);
    assert.deepEqual([...new Set(before.story)], [one.name], 'so does its story');
    assert.deepEqual(before.rule, {
      source: 'item',
      text: condition.text,
      listVersion: inForce,
      item: { id: one.id, name: one.name },
    });

    // Version 2 for this item: another name, another lead, other limits; the condition of then is gone.
    const made = await draft();
    const next = {
      ...asBody(one),
      name: '演示：全新的名称',
      lead: scene.assist,
      assists: [],
      conditions: [
        {
          id: 'other',
          text: '别的条件',
          finish: '别的标准',
          process: '',
          arrival: false,
          limits: { conclude: { n: 1, unit: 'hour' } },
        },
      ],
    };
    await ok(put(made.version, next));
    await bringIntoForce(made.version);
    assert.equal(house.county().items.get(one.id)?.name, next.name, 'the new version is in force');
    assert.deepEqual(await told(), before, 'and the old matter says what it said');
    // A later step of the same matter runs by the version it was judged by.
    await verb(roles.lead_responder, 'assignments/1/take_on');
    if (condition.arrival) await verb(roles.lead_responder, 'assignments/1/arrive');
    const card = (await ok(get(roles.centre_dispatcher, '/matters?view=register'))).rows.find(
      (row: { id: string }) => row.id === id,
    );
    assert.equal(card.item.name, one.name, 'in lists');
    const book = await readWorkbook(await bytes(roles.centre_dispatcher, '/matters/export.xlsx'));
    const rows = await Array.fromAsync(book.sheets[0]?.rows() ?? [], ({ cells }) => cells.map(textOf));
    assert.ok(
      rows.some((cells) => cells.includes(one.name)) && !rows.some((cells) => cells.includes(next.name)),
      'in the export',
    );
    const category = await ok(get(roles.centre_dispatcher, `/matters?category=${encodeURIComponent(one.category)}`));
    assert.ok(
      category.rows.some((row: { id: string }) => row.id === id),
      'found by its category',
    );

    // And when the item is gone altogether.
    const last = await draft();
    await ok(post(editor, `${at(last.version)}/items/${one.id}/remove`, { seen: last.revision }));
    await bringIntoForce(last.version);
    assert.equal(house.county().items.has(one.id), false);
    assert.deepEqual(await told(), before);
    // A new matter is judged by what is in force.
    const answer = await post(roles.centre_dispatcher, '/matters', {
      id: newId(),
      words: '演示',
      place: scene.grid,
      channel: 'hotline',
      item: one.id,
    });
    assert.equal(answer.body.fields?.[0]?.code, 'item_unknown');
  });

  describe('what would change', () => {
    it('is counted by hand, kept, and each figure opens its matters', async () => {
      const { roles } = scene;
      const { services } = house.house;
      const inForce = house.county().list?.version as number;
      const start = await draft();
      const condition = (id: string, conclude: object, more: object = {}) => ({
        id,
        text: `条件${id}`,
        finish: '办好',
        process: '',
        arrival: false,
        limits: { take_on: { n: 4, unit: 'hour' }, conclude, ...more },
      });
      const item = (id: string, conditions: object[], lead: string | null = scene.lead) => ({
        id,
        code: `Z-${id}`,
        name: `演示试算${id}`,
        category: '演示试算',
        lead,
        assists: [],
        callback: 'none',
        keywords: [],
        conditions,
      });
      const H24 = { n: 24, unit: 'hour' };
      for (const one of [
        item('za', [condition('za1', H24)]),
        item('zb', [condition('zb1', H24), condition('zb2', H24)]),
        item('zc', [condition('zc1', H24)]),
        item('zd', [condition('zd1', H24)], null),
      ])
        await ok(put(start.version, one));
      await bringIntoForce(start.version);

      // Monday 10:00, so that nothing lies on the edge of a day.
      async function matter(item: string, condition: string, lead: string, hours: number): Promise<string> {
        const id = newId();
        await ok(
          post(roles.centre_dispatcher, '/matters', {
            id,
            words: '演示试算',
            place: scene.grid,
            channel: 'hotline',
            item,
          }),
        );
        const version = async () => (await ok(get(roles.centre_dispatcher, `/matters/${id}`))).version;
        const verb = async (as: Someone, path: string, fields: object = {}) =>
          ok(post(as, `/matters/${id}/${path}`, { version: await version(), ...fields }));
        await verb(roles.centre_dispatcher, 'dispatch', { lead, assists: [], item, condition });
        await verb(roles.lead_responder, 'assignments/1/take_on');
        const began = house.clock.now;
        house.clock.now += hours * HOUR;
        await verb(roles.lead_responder, 'assignments/1/conclude', { outcome: 'resolved', words: '办好' });
        house.clock.now = began;
        return id;
      }
      const fast = await matter('za', 'za1', scene.lead, 2);
      const middle = await matter('za', 'za1', scene.lead, 20);
      const slow = await matter('za', 'za1', scene.lead, 30);
      const moved = await matter('zb', 'zb1', scene.lead, 2);
      const lost = await matter('zb', 'zb2', scene.lead, 2);
      const homeless = await matter('zc', 'zc1', scene.lead, 2);
      const town = await matter('zd', 'zd1', scene.lead, 30);
      house.clock.now += 2 * DAY;

      const made = await draft();
      await ok(put(made.version, item('za', [condition('za1', { n: 12, unit: 'hour' })])));
      await ok(put(made.version, item('zb', [condition('zb1', H24)], scene.assist)));
      await ok(put(made.version, item('zd', [condition('zd1', { n: 3, unit: 'calendar_day' })], null)));
      await ok(
        post(editor, `${at(made.version)}/items/zc/remove`, { seen: (await view(editor, made.version)).revision }),
      );

      const path = `${at(made.version)}/replay`;
      assert.equal((await get(editor, path)).status, 404, 'not tried yet');
      assert.equal((await post(reader, path, {})).status, 403);
      const asked = await ok(post(editor, path, {}));
      await work(services, house.county().id, asked.job, new AbortController().signal);
      const result = await ok(get(first, path));
      const own = Object.fromEntries(
        [
          'other_lead',
          'homeless',
          'condition_gone',
          'sooner',
          'later',
          'late_before',
          'late_after',
          'newly_late',
          'no_longer_late',
        ].map((flag) => [flag, result.figures[flag] ?? 0]),
      );
      assert.deepEqual(own, {
        other_lead: 2, // moved and lost: the whole item went to another unit
        homeless: 2, // homeless, and the matter of the test before, whose item is gone
        condition_gone: 1,
        sooner: 3, // fast, middle, slow
        later: 1, // town
        late_before: 2, // slow, town
        late_after: 2, // middle, slow
        newly_late: 1, // middle
        no_longer_late: 1, // town
      });
      const unit = (id: string) => result.units.find((one: { id: string }) => one.id === id);
      assert.equal(unit(scene.assist).after - unit(scene.assist).before, 2);
      assert.equal(unit(scene.lead).before - unit(scene.lead).after, 4);
      assert.equal(result.stale, false);

      const behind = async (flag: string, as: Someone = first) => {
        const page = await ok(get(as, `/matters?view=register&replay=${result.id}:${flag}`));
        assert.equal(page.count, page.rows.length);
        return page.rows.map((row: { id: string }) => row.id).sort();
      };
      assert.deepEqual(await behind('other_lead'), [moved, lost].sort());
      assert.deepEqual(await behind('homeless'), [homeless, judgedBefore].sort());
      assert.deepEqual(await behind('sooner:conclude'), [fast, middle, slow].sort());
      assert.deepEqual(await behind('newly_late'), [middle]);
      assert.deepEqual(await behind('no_longer_late'), [town]);
      assert.deepEqual(await behind(`lead.after:${scene.assist}`), [moved, lost].sort());
      assert.equal((await behind('matters')).length, result.figures.matters);
      assert.deepEqual(await behind('other_lead', roles.other_grid_leader), [], 'only what one sees');
      for (const bad of ['x', `${result.id}`, `${result.id}:a b`, `${result.id}:'`])
        assert.equal((await get(first, `/matters?replay=${encodeURIComponent(bad)}`)).status, 400, bad);

      // Cut off in the middle and begun again, it comes to the same.
      await services.db.rows(sql`
        DELETE FROM list_replay_matter WHERE county_id = ${house.county().id} AND replay_id = ${result.id} AND matter_id IN (
          SELECT matter_id FROM list_replay_matter WHERE county_id = ${house.county().id} AND replay_id = ${result.id}
          ORDER BY submitted_at DESC, matter_id DESC LIMIT 3)`);
      await services.db.rows(
        sql`UPDATE job SET state = 'waiting' WHERE county_id = ${house.county().id} AND job_id = ${asked.job}`,
      );
      await work(services, house.county().id, asked.job, new AbortController().signal);
      assert.deepEqual((await ok(get(first, path))).figures, result.figures);

      await ok(put(made.version, item('za', [condition('za1', H24)])));
      assert.equal((await ok(get(first, path))).stale, true, 'the draft was changed since');
      const again = await ok(post(editor, path, {}));
      await work(services, house.county().id, again.job, new AbortController().signal);
      const anew = await ok(get(first, path));
      assert.deepEqual([anew.stale, anew.figures.sooner ?? 0], [false, 0]);
      assert.deepEqual((await ok(get(first, `/matters?replay=${result.id}:sooner`))).rows, [], 'the former is gone');
      assert.ok(inForce > 0);
    });
  });

  it('a matter classified under two versions names the item each time as it was then', async () => {
    const { roles } = scene;
    const [one] = (await items(house.county().list?.version as number)) as [ListItem];
    const id = newId();
    const contact = { name: '演示·来电人', phone: '10055512346' };
    const body = { id, words: '演示：两版之间的诉求', place: scene.grid, channel: 'hotline', contact };
    const { version } = await ok(post(roles.centre_dispatcher, '/matters', body));
    const accepted = await ok(post(roles.centre_dispatcher, `/matters/${id}/accept`, { version, item: one.id }));
    const made = await draft();
    await ok(put(made.version, { ...asBody(one), name: '演示：后来的名称' }));
    await bringIntoForce(made.version);
    await ok(post(roles.centre_dispatcher, `/matters/${id}/classify`, { version: accepted.version, item: one.id }));
    const matter = await ok(get(roles.centre_dispatcher, `/matters/${id}`));
    assert.deepEqual(chosen(matter), [one.name, '演示：后来的名称']);
    assert.equal(matter.item.name, '演示：后来的名称');
  });
});
