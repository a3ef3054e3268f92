import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { defaultPolicy } from '@havenwacht/risk';
import { aContainer, aDischargeOrder, aManifest, day, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type Answer, type Row, type TestNode } from './a-node.ts';
import { changeRules } from './second-person.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

interface Logged {
  readonly kind: string;
  readonly act: string;
  readonly subject: string | null;
  readonly by: { readonly person: string };
}
interface Acted {
  readonly reference: string;
  readonly at: string;
  readonly undoUntil: string;
  readonly results: readonly {
    readonly visit: string;
    readonly container: string | null;
    readonly outcome: string;
    readonly why: string | null;
  }[];
}
interface Frozen {
  readonly id: string;
  readonly count: number;
  readonly matching: number;
  readonly visits: readonly string[];
  readonly examples: readonly { readonly container: string }[];
}
type Mark = Record<string, unknown> & { readonly visit: string };

const people = new Map<string, SignedIn>();
/** What was put on record since `mark`. */
let mark = 0;
const log = (): readonly Logged[] => node.acts.slice(mark);
let node: TestNode;
let rows: readonly Row[];

const at = (eta: number): Voyage => ({
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '1W',
  port: 'NLVLI',
  eta,
});
const boxes = Array.from({ length: 30 }, (_, index) => aContainer(600_000 + index * 13));
const elsewhere = aContainer(610_000);

before(async () => {
  node = await aNode();
  for (const [name, ports] of [
    ['one', null],
    ['two', null],
    ['rotterdam', ['NLRTM']],
  ] as const) {
    people.set(name, await signedIn(node, ['analyst'], { ports }));
  }
  people.set('planner', await signedIn(node, ['planner']));
  await node.take({
    'order.edi': aDischargeOrder({
      at: now - day,
      voyage: at(now + 2 * day),
      boxes: boxes.map((number) => ({ number })),
    }),
    'manifest.edi': aManifest({
      at: now - day,
      document: 'QZM1',
      voyage: at(now + 2 * day),
      bills: boxes.map((number) => ({
        number: `QZB${number}`,
        boxes: [number],
        goods: 'BANANAS',
        consignee: 'SYNTHETIC FRUIT B.V.',
        shipper: `SYNTHETIC GROWER ${number}`,
      })),
    }),
    'other.edi': aDischargeOrder({
      at: now - day,
      voyage: { imo: '9074731', vessel: 'SYNTHETIC TWO', voyage: '2W', port: 'NLRTM', eta: now + 3 * day },
      boxes: [{ number: elsewhere }],
    }),
  });
  const { status } = await changeRules(node, 'policies', {
    ...defaultPolicy,
    version: 'desk-1',
    validFrom: '2026-01-01T00:00:00Z',
    capacity: { perPortPerDay: {}, otherPorts: { open: 2, scan: 3, documents: 5 } },
  });
  assert.equal(status, 202);
  rows = await rowsOf(node);
});
after(() => node.close());
beforeEach(() => {
  mark = node.acts.length;
});

const as = (person: string): Record<string, string> => people.get(person)!.headers;
const act = (visit: string, body: object, person = 'one'): Promise<Answer<Acted>> =>
  node.post<Acted>(`/api/v1/visits/${visit}/acts`, body, as(person));
const undo = (reference: string, person = 'one'): Promise<Answer<Acted & { code: string }>> =>
  node.post(`/api/v1/acts/${reference}/undo`, {}, as(person));
const markOf = async (visit: string, person = 'one'): Promise<Mark | undefined> =>
  (await node.get<{ items: readonly Mark[] }>('/api/v1/marks', as(person))).body.items.find(
    (mark) => mark.visit === visit,
  );
const outcome = ({ body }: Answer<Acted>): readonly (string | null | undefined)[] => [
  body.results[0]?.outcome,
  body.results[0]?.why,
];
/** Visits nothing speaks for: band C or D, not drawn, no rule; each test takes its own. */
const calm = (): Row[] =>
  rows.filter((row) => 'CD'.includes(row.band) && row.selectedBy === null && row.port === 'NLVLI');
let taken = 0;
const aCalmVisit = (): Row => calm()[taken++]!;
const propose = { kind: 'propose', method: 'scan', reason: 'Seal differs from the bill' };
const dismiss = { kind: 'dismiss', reason: 'Known weekly trade' };

describe('acts on one visit', () => {
  test('a proposal is recorded with its method, reason and wanted moment, and shown to others as made by a role', async () => {
    const visit = aCalmVisit();
    const wantedAt = new Date(now + 5 * hour).toISOString();
    const answer = await act(visit.id, { ...propose, wantedAt });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.deepEqual(outcome(answer), ['recorded', null]);
    assert.equal(Date.parse(answer.body.undoUntil) - Date.parse(answer.body.at), 30_000);
    const { body } = await node.get<{ items: readonly Record<string, unknown>[] }>(
      `/api/v1/visits/${visit.id}/acts`,
      as('two'),
    );
    assert.equal(body.items.length, 1);
    assert.deepEqual(body.items[0]!['by'], { you: false, roles: ['analyst'] });
    assert.equal(body.items[0]!['wantedAt'], wantedAt);
    assert.equal(
      JSON.stringify(body).includes(people.get('one')!.person),
      false,
      'no id of a person leaves the node',
    );
    assert.deepEqual(
      log().map((line) => [line.kind, line.act, line.subject, line.by.person]),
      [
        ['change', 'visit/propose', visit.id, people.get('one')!.person],
        ['look', 'visit/acts', visit.id, people.get('two')!.person],
      ],
    );
    assert.deepEqual(outcome(await act(visit.id, propose, 'two')), ['refused', 'triage/stands-already']);
  });

  test('of two proposals at the same moment one stands', async () => {
    const visit = aCalmVisit();
    const answers = await Promise.all(['one', 'two', 'one', 'two'].map((who) => act(visit.id, propose, who)));
    assert.equal(answers.filter((answer) => outcome(answer)[0] === 'recorded').length, 1);
  });

  test('a calm visit is dismissed by one person, with a reason', async () => {
    const visit = aCalmVisit();
    assert.equal((await act(visit.id, { kind: 'dismiss' })).status, 400);
    assert.equal((await act(visit.id, { kind: 'dismiss', reason: '   ' })).status, 400);
    assert.deepEqual(outcome(await act(visit.id, dismiss)), ['recorded', null]);
    assert.equal((await markOf(visit.id))?.['dismissed'], 'recorded');
    const undecided = async (): Promise<boolean> =>
      (
        await node.get<{ items: readonly Row[] }>('/api/v1/visits?triage=undecided&limit=500')
      ).body.items.some((row) => row.id === visit.id);
    assert.equal(await undecided(), false);
    const judge = async (band: string): Promise<void> => {
      for (const table of ['screening', 'listed_visit']) {
        await node.db.execute(`update ${table} set band = $2 where visit_id = $1`, [visit.id, band]);
      }
    };
    await judge('A');
    assert.equal(await undecided(), true, 'what has become risky since waits for a decision again');
    await judge(visit.band);
  });

  test('dismissing a risky visit waits for a second person, is logged as refused, and lowers nothing', async () => {
    const risky = rows.filter((row) => row.band === 'A' || row.band === 'B' || row.selectedBy !== null);
    assert.ok(risky.length >= 2);
    for (const visit of risky.slice(0, 2)) {
      assert.deepEqual(outcome(await act(visit.id, dismiss)), ['pending', 'triage/needs-second-person']);
      assert.equal((await markOf(visit.id))?.['dismissed'], 'pending');
    }
    const acted = log().filter((line) => line.act === 'visit/dismiss');
    assert.deepEqual(new Set(acted.map((line) => line.kind)), new Set(['refusal']));
    assert.equal(log().filter((line) => line.act === 'lowering/ask-dismiss').length, 2);
    const after = await rowsOf(node);
    for (const visit of risky.slice(0, 2)) {
      const row = after.find((one) => one.id === visit.id);
      assert.deepEqual([row?.rank, row?.band, row?.score], [visit.rank, visit.band, visit.score]);
    }
    const dismissed = await node.get<{ total: number; items: readonly Row[] }>(
      '/api/v1/visits?triage=dismissed&limit=500',
    );
    assert.ok(dismissed.body.items.every((row) => !risky.slice(0, 2).some((one) => one.id === row.id)));
  });

  test('dismissing what another proposed for a control waits for a second person too', async () => {
    const visit = aCalmVisit();
    await act(visit.id, propose, 'two');
    assert.deepEqual(outcome(await act(visit.id, dismiss)), ['pending', 'triage/needs-second-person']);
    assert.equal((await markOf(visit.id))?.['proposed'], true);
  });

  test('a proposal and a dismissal at the same moment never leave a dismissal that one person made alone', async () => {
    for (let round = 0; round < 3; round += 1) {
      const visit = aCalmVisit();
      await Promise.all([act(visit.id, dismiss, 'one'), act(visit.id, propose, 'two')]);
      const mark = await markOf(visit.id);
      assert.equal(mark?.['proposed'], true);
      assert.notEqual(mark?.['dismissed'], 'recorded');
    }
  });

  test('a proposal ends a dismissal, and taking it back puts the dismissal back', async () => {
    const visit = aCalmVisit();
    await act(visit.id, dismiss);
    const { body } = await act(visit.id, propose, 'two');
    assert.deepEqual(
      [(await markOf(visit.id))?.['dismissed'], (await markOf(visit.id))?.['proposed']],
      [null, true],
    );
    assert.equal((await undo(body.reference, 'two')).status, 200);
    assert.deepEqual(
      [(await markOf(visit.id))?.['dismissed'], (await markOf(visit.id))?.['proposed']],
      ['recorded', false],
    );
  });

  test('a visit is assigned to one person at a time, and only that person gives it back', async () => {
    const visit = aCalmVisit();
    assert.deepEqual(outcome(await act(visit.id, { kind: 'assign' })), ['recorded', null]);
    assert.equal((await markOf(visit.id))?.['assigned'], 'you');
    assert.equal((await markOf(visit.id, 'two'))?.['assigned'], 'other');
    assert.deepEqual(outcome(await act(visit.id, { kind: 'assign' }, 'two')), [
      'refused',
      'triage/assigned-to-another',
    ]);
    assert.deepEqual(outcome(await act(visit.id, { kind: 'release' }, 'two')), [
      'refused',
      'triage/not-assigned-to-you',
    ]);
    const mine = await node.get<{ items: readonly Row[] }>('/api/v1/visits?triage=mine', as('one'));
    assert.ok(mine.body.items.some((row) => row.id === visit.id));
    const others = await node.get<{ total: number }>('/api/v1/visits?triage=mine', as('two'));
    assert.equal(others.body.total, 0);
    assert.deepEqual(outcome(await act(visit.id, { kind: 'release' })), ['recorded', null]);
    assert.equal(await markOf(visit.id), undefined);
  });

  test('a reason is called wrong once a person, and only one that the visit has', async () => {
    const visit = rows[0]!;
    const { body } = await node.get<{ reasons: readonly { signal: string; code: string }[] }>(
      `/api/v1/visits/${visit.id}`,
    );
    const { signal, code } = body.reasons[0]!;
    const contest = { kind: 'contest', signal, code, reason: 'The weighbridge was out of order' };
    assert.deepEqual(outcome(await act(visit.id, contest)), ['recorded', null]);
    assert.deepEqual(outcome(await act(visit.id, contest)), ['refused', 'triage/stands-already']);
    assert.deepEqual(outcome(await act(visit.id, contest, 'two')), ['recorded', null]);
    assert.deepEqual(outcome(await act(visit.id, { ...contest, code: 'no-such-code' })), [
      'refused',
      'triage/no-such-reason',
    ]);
    assert.equal((await markOf(visit.id))?.['contested'], 2);
  });

  test('a visit outside the reader’s ports is refused exactly as one that does not exist', async () => {
    const visit = rows.find((row) => row.port === 'NLVLI')!;
    for (const [path, body] of [
      ['acts', propose],
      ['acts', null],
      ['parties', null],
    ] as const) {
      const ask = (id: string): Promise<Answer> =>
        body === null
          ? node.get(`/api/v1/visits/${id}/${path}`, as('rotterdam'))
          : node.post(`/api/v1/visits/${id}/${path}`, body, as('rotterdam'));
      const [hidden, absent] = [await ask(visit.id), await ask('v_none')];
      const { instance: _, ...same } = hidden.body;
      const { instance: __, ...none } = absent.body;
      assert.deepEqual([hidden.status, same], [absent.status, none]);
      assert.equal(hidden.status, 404);
    }
    const marks = await node.get<{ items: readonly Mark[] }>('/api/v1/marks', as('rotterdam'));
    assert.deepEqual(marks.body.items, []);
  });

  test('who only plans controls sees the acts and makes none; the refusal is that of an address that is not there', async () => {
    const visit = aCalmVisit();
    const seen = await node.get(`/api/v1/visits/${visit.id}/acts`, as('planner'));
    assert.equal(seen.status, 200);
    for (const [path, body] of [
      [`/api/v1/visits/${visit.id}/acts`, propose],
      ['/api/v1/selections', { filter: '' }],
    ] as const) {
      const refused = await node.post(path, body, as('planner'));
      const absent = await node.post(`${path}-none`, body, as('planner'));
      assert.deepEqual(
        [refused.status, { ...refused.body, instance: '' }],
        [absent.status, { ...absent.body, instance: '', detail: `There is nothing at ${path}.` }],
      );
      assert.equal(refused.status, 404);
    }
    assert.equal((await node.post(`/api/v1/visits/${visit.id}/acts`, propose, { cookie: '' })).status, 401);
    assert.equal(await markOf(visit.id), undefined);
  });

  test('malformed acts are refused', async () => {
    const visit = aCalmVisit();
    for (const body of [
      {},
      { kind: 'release-all' },
      { ...propose, method: 'hammer' },
      { ...propose, wantedAt: 'tomorrow' },
      { ...propose, by: 'two' },
      { ...propose, reason: 'x'.repeat(501) },
      { ...propose, reason: 'a\0b' },
      { kind: 'note', reason: '' },
    ]) {
      assert.equal((await act(visit.id, body)).status, 400, JSON.stringify(body).slice(0, 80));
    }
    const past = await act(visit.id, { ...propose, wantedAt: new Date(now - hour).toISOString() });
    assert.equal(past.status, 422);
    assert.equal(await markOf(visit.id), undefined);
  });
});

describe('taking back', () => {
  test('one takes back one’s own act within 30 seconds, once, as an act of its own', async () => {
    const visit = aCalmVisit();
    const { body } = await act(visit.id, propose);
    assert.equal((await undo(body.reference, 'two')).status, 404);
    node.clock.advance(30_000);
    mark = node.acts.length;
    assert.deepEqual(outcome(await undo(body.reference)), ['undone', null]);
    assert.deepEqual(
      log().map((line) => [line.kind, line.act, line.subject]),
      [['change', 'visit/undo', visit.id]],
    );
    assert.equal(await markOf(visit.id), undefined);
    assert.equal((await undo(body.reference)).body.code, 'triage/undone-already');
    const { body: acts } = await node.get<{ items: readonly { state: string }[] }>(
      `/api/v1/visits/${visit.id}/acts`,
      as('one'),
    );
    assert.deepEqual(
      acts.items.map((one) => one.state),
      ['undone'],
      'what was taken back stays on record',
    );
  });

  test('after 30 seconds it is too late', async () => {
    const visit = aCalmVisit();
    const { body } = await act(visit.id, propose);
    node.clock.advance(30_001);
    const late = await undo(body.reference);
    assert.deepEqual([late.status, late.body.code], [409, 'triage/too-late']);
    assert.equal((await markOf(visit.id))?.['proposed'], true);
  });
});

describe('selections', () => {
  const select = (
    body: object,
    person = 'one',
  ): Promise<Answer<Frozen & { code: string; details: unknown }>> =>
    node.post('/api/v1/selections', body, as(person));
  const actOn = (frozen: Frozen, body: object, person = 'one'): Promise<Answer<Acted & { code: string }>> =>
    node.post(`/api/v1/selections/${frozen.id}/acts`, { count: frozen.count, ...body }, as(person));

  test('the node counts, freezes the ids and gives a result for each; later arrivals are not in it', async () => {
    const { status, body } = await select({ filter: 'port=NLVLI&sort=container', first: 5 });
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual([body.count, body.matching, body.examples.length], [5, 30, 3]);
    const sorted = [...boxes].sort();
    assert.deepEqual(
      body.examples.map((one) => one.container),
      sorted.slice(0, 3),
    );
    assert.equal((await actOn(body, { kind: 'assign', count: 6 })).body.code, 'triage/count-differs');
    assert.equal((await actOn(body, { kind: 'assign' }, 'two')).status, 404);
    const { body: done } = await actOn(body, { kind: 'assign' });
    assert.deepEqual(
      done.results.map((result) => result.visit),
      body.visits,
    );
    assert.equal(log().filter((line) => line.act === 'visit/assign').length, 5);
    const undone = await undo(done.reference);
    const recorded = done.results.filter((result) => result.outcome === 'recorded');
    assert.equal(undone.body.results.filter((result) => result.outcome === 'undone').length, recorded.length);
  });

  test('only what the reader may see is counted and acted on', async () => {
    const ids = rows.map((row) => row.id);
    const { body } = await select({ visits: [...ids, 'v_none'] }, 'rotterdam');
    assert.deepEqual([body.count, body.examples.map((one) => one.container)], [1, [elsewhere]]);
    const { body: byFilter } = await select({ filter: '' }, 'rotterdam');
    assert.deepEqual([byFilter.count, byFilter.matching], [1, 1]);
    const { body: listed } = await node.get<{ total: number }>('/api/v1/visits', as('rotterdam'));
    assert.equal(listed.total, 1);
  });

  test('nothing, too much and nonsense are refused', async () => {
    assert.equal((await select({ visits: ['v_none'] })).body.code, 'triage/nothing-selected');
    assert.equal((await select({ visits: [] })).status, 400);
    assert.equal((await select({ filter: 'q=nothing-like-it' })).body.code, 'triage/nothing-selected');
    assert.equal((await select({ filter: 'band=Z' })).body.code, 'screening/bad-filter');
    assert.equal((await select({ filter: 'who=all' })).body.code, 'screening/bad-filter');
    assert.equal((await select({ filter: '', first: 201 })).status, 400);
    assert.equal((await select({ filter: '', visits: [rows[0]!.id] })).status, 400);
  });

  test('a selection of yesterday is gone', async () => {
    const { body } = await select({ filter: 'port=NLVLI', first: 2 });
    node.clock.advance(day + 1);
    assert.equal((await actOn(body, { kind: 'assign' })).status, 404);
    node.clock.advance(-day - 1);
  });
});

describe('views, settings and dossiers opened lately', () => {
  const put = (path: string, body: object, person = 'one'): Promise<Answer<{ code: string }>> =>
    node.send('PUT', path, body, as(person));

  test('a shared view shows others the filter, and what it finds is judged under their own rights', async () => {
    const mine = await node.post<{ id: string }>(
      '/api/v1/views',
      { name: 'Vlissingen', filter: 'port=NLVLI', shared: true },
      as('one'),
    );
    assert.equal(mine.status, 201);
    await node.post('/api/v1/views', { name: 'Only mine', filter: 'band=A' }, as('one'));
    const seen = await node.get<{ items: readonly { name: string; own: boolean; filter: string }[] }>(
      '/api/v1/views',
      as('rotterdam'),
    );
    assert.deepEqual(
      seen.body.items.map(({ name, own, filter }) => [name, own, filter]),
      [['Vlissingen', false, 'port=NLVLI']],
    );
    const found = await node.get<{ total: number }>(`/api/v1/visits?port=NLVLI`, as('rotterdam'));
    assert.equal(found.body.total, 0);
    assert.equal((await put(`/api/v1/views/${mine.body.id}`, { name: 'X', filter: '' }, 'two')).status, 404);
    assert.equal((await node.send('DELETE', `/api/v1/views/${mine.body.id}`, null, as('two'))).status, 404);
    assert.equal((await node.send('DELETE', `/api/v1/views/${mine.body.id}`, null, as('one'))).status, 204);
  });

  test('a name is used once a person, and a filter the list does not know is refused', async () => {
    const save = (name: string, filter: string): Promise<Answer<{ code: string }>> =>
      node.post('/api/v1/views', { name, filter }, as('one'));
    assert.equal((await save('Bananas', 'q=bananas')).status, 201);
    assert.equal((await save('Bananas', 'q=bananas')).body.code, 'triage/name-taken');
    assert.equal((await save('Odd', 'band=Q')).body.code, 'screening/bad-filter');
    assert.equal((await save('', '')).status, 400);
    assert.equal((await save('a\nb', '')).status, 400);
  });

  test('settings are kept for each person', async () => {
    const chosen = { defaultView: null, letterKeys: false, keys: { next: 'n', dismiss: 'Shift+D' } };
    assert.equal((await put('/api/v1/settings', chosen)).status, 200);
    assert.deepEqual((await node.get('/api/v1/settings', as('one'))).body, chosen);
    assert.deepEqual((await node.get('/api/v1/settings', as('two'))).body, {
      defaultView: null,
      letterKeys: true,
      keys: {},
    });
    assert.equal((await put('/api/v1/settings', { ...chosen, keys: { next: 'Control+W' } })).status, 400);
    assert.equal((await put('/api/v1/settings', { ...chosen, admin: true })).status, 400);
  });

  test('the last ten dossiers come back, the newest first, and none of another person', async () => {
    for (const row of rows.slice(0, 12)) {
      node.clock.advance(1_000);
      assert.equal((await put(`/api/v1/recent-dossiers/${row.id}`, {})).status, 204);
    }
    await put(`/api/v1/recent-dossiers/${rows[5]!.id}`, {});
    const { body } = await node.get<{ items: readonly { id: string }[] }>(
      '/api/v1/recent-dossiers',
      as('one'),
    );
    assert.equal(body.items.length, 10);
    assert.ok(!body.items.some((item) => item.id === rows[0]!.id));
    assert.deepEqual(
      (await node.get<{ items: unknown[] }>('/api/v1/recent-dossiers', as('two'))).body.items,
      [],
    );
    assert.equal((await put('/api/v1/recent-dossiers/v_none', {})).status, 404);
  });
});

describe('what helps to decide', () => {
  test('the companies of a visit come with the other boxes they stand on, in the reader’s ports only', async () => {
    const visit = rows.find((row) => row.port === 'NLVLI')!;
    const { status, body } = await node.get<{
      items: readonly {
        role: string;
        name: string;
        visits: number | null;
        otherCount: number;
        others: readonly { container: string }[];
      }[];
    }>(`/api/v1/visits/${visit.id}/parties`);
    assert.equal(status, 200, JSON.stringify(body));
    const consignee = body.items.find((party) => party.role === 'consignee');
    assert.deepEqual(
      [consignee?.name, consignee?.visits, consignee?.otherCount],
      ['SYNTHETIC FRUIT B.V.', null, 29],
    );
    assert.equal(consignee?.others.length, 8);
    const shipper = body.items.find((party) => party.role === 'shipper');
    assert.equal(shipper?.otherCount, 0);
  });

  test('two versions of a document stand side by side with the changed elements marked; other messages are not shown', async () => {
    const number = boxes[0]!;
    const visit = rows.find((row) => row.container === number)!;
    await node.take({
      'amended.edi': aManifest({
        at: now - hour,
        document: 'QZM1',
        function: '5',
        voyage: at(now + 2 * day),
        bills: [
          { number: `QZB${number}`, boxes: [number], goods: 'PINEAPPLES', consignee: 'SYNTHETIC FRUIT B.V.' },
        ],
      }),
    });
    const { body } = await node.get<{
      messages: readonly { file: string; offset: number; type: string; document: string | null }[];
    }>(`/api/v1/visits/${visit.id}`);
    const versions = body.messages.filter((one) => one.document === 'QZM1');
    assert.equal(versions.length, 2);
    const [earlier, later] = versions.map(({ file, offset }) => `${file}.${offset}`);
    const compared = await node.get<{
      comparable: boolean;
      lines: readonly {
        kind: string;
        later: { elements: readonly { text: string; changed: boolean }[] } | null;
      }[];
    }>(`/api/v1/visits/${visit.id}/versions?earlier=${earlier}&later=${later}`);
    assert.equal(compared.status, 200, JSON.stringify(compared.body).slice(0, 300));
    assert.equal(compared.body.comparable, true);
    const changed = compared.body.lines.flatMap((row) =>
      row.kind === 'changed' ? (row.later?.elements ?? []).filter((one) => one.changed) : [],
    );
    assert.ok(
      changed.some((one) => one.text.includes('PINEAPPLES')),
      JSON.stringify(changed),
    );
    const other = rows.find((row) => row.container === elsewhere)!;
    const foreign = await node.get(`/api/v1/visits/${other.id}/versions?earlier=${earlier}&later=${later}`);
    assert.equal(foreign.status, 404);
    const nowhere = await node.get(
      `/api/v1/visits/${visit.id}/versions?earlier=${earlier}&later=${'0'.repeat(64)}.0`,
    );
    assert.equal(nowhere.status, 404);
  });

  test('the wall shows numbers by port and no name, number or id', async () => {
    const { body } = await node.get<{
      ports: readonly { port: string; open: number; bands: Record<string, number>; arrivals: number[] }[];
    }>('/api/v1/wallboard');
    assert.deepEqual(
      body.ports.map(({ port, open }) => [port, open]),
      [
        ['NLRTM', 1],
        ['NLVLI', 30],
      ],
    );
    for (const { open, bands, arrivals } of body.ports) {
      assert.equal(
        Object.values(bands).reduce((sum, n) => sum + n, 0),
        open,
      );
      assert.equal(arrivals.length, 6);
    }
    const text = JSON.stringify(body);
    for (const row of rows) assert.ok(!text.includes(row.container) && !text.includes(row.id));
    const narrow = await node.get<{ ports: readonly { port: string }[] }>(
      '/api/v1/wallboard',
      as('rotterdam'),
    );
    assert.deepEqual(
      narrow.body.ports.map(({ port }) => port),
      ['NLRTM'],
    );
  });
});
