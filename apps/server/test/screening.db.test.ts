import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultPolicy, defaultRuleSet } from '@havenwacht/risk';
import { nodeSecret } from '../src/features/screening/index.ts';
import { policyInForce } from '../src/features/screening/policy-store.ts';
import { rescreen } from '../src/features/screening/rescreen.ts';
import { aContainer, aDischargeOrder, aManifest, aStowPlan, day, hour, type Voyage } from './a-message.ts';
import { aNode, dossierOf, now, rowsOf, type Row, type TestNode } from './a-node.ts';
import { changeRules } from './second-person.ts';

let node: TestNode;
after(() => node.close());

const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '1W',
  port: 'NLVLI',
  eta: now + 2 * day,
};
const boxes = Array.from({ length: 60 }, (_, index) => aContainer(500_000 + index * 17));
const order = aDischargeOrder({ at: now - day, voyage, boxes: boxes.map((number) => ({ number })) });
const other: Voyage = {
  imo: '9074731',
  vessel: 'SYNTHETIC TWO',
  voyage: '2W',
  port: 'NLRTM',
  eta: now + 3 * day,
};
const elsewhere = aContainer(510_000);

/** The default policy under another version, with some parts replaced. */
const aPolicy = (version: string, over: object = {}): object => ({
  ...defaultPolicy,
  version,
  validFrom: '2026-01-01T00:00:00Z',
  ...over,
});
const capacity = (open: number, scan: number, documents: number): object => ({
  capacity: { perPortPerDay: {}, otherPorts: { open, scan, documents } },
});
const byContainer = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.container, row]));
const bands = (rows: readonly Row[]): string =>
  ['A', 'B', 'C', 'D'].map((band) => `${band}${rows.filter((row) => row.band === band).length}`).join(' ');

before(async () => {
  node = await aNode();
  await node.take({
    'order.edi': order,
    'manifest.edi': aManifest({
      at: now - day,
      voyage,
      bills: boxes.map((number) => ({ number: `QZB${number}`, boxes: [number], goods: 'BANANAS' })),
    }),
    'other.edi': aDischargeOrder({ at: now - day, voyage: other, boxes: [{ number: elsewhere }] }),
  });
  const { status, body } = await changeRules(node, 'policies', aPolicy('t1', capacity(10, 20, 10)));
  assert.equal(status, 202, JSON.stringify(body));
  await node.settle();
});

test('bands follow the capacity of the day, and a random share stands in them whatever its score', async () => {
  const rows = (await rowsOf(node)).filter((row) => row.port === 'NLVLI');
  assert.equal(bands(rows), 'A10 B20 C10 D20');
  const share = defaultPolicy.random.share;
  const drawn = rows.filter((row) => row.selectedBy === 'random');
  assert.ok(
    drawn.length >= Math.floor(30 * share) && drawn.length > 0 && drawn.length < 30,
    `${drawn.length} drawn`,
  );
  assert.ok(rows.filter((row) => row.band === 'D').every((row) => row.selectedBy === null));
});

test('an amendment screens only the visits it touches, and the band boundary moves with it', async () => {
  const before = byContainer(await rowsOf(node));
  const number = [...before.values()].find((row) => row.band === 'D' && row.port === 'NLVLI')!.container;
  await node.take({
    'amendment.edi': aManifest({
      at: now - hour,
      voyage,
      boxes: [{ number, type: '45R1' }],
      bills: [
        {
          number: 'QZB500',
          boxes: [number],
          goods: 'GENERAL CARGO',
          consignee: 'SIM NEW BV',
          loadPort: 'ECGYE',
        },
      ],
    }),
  });
  const after = byContainer(await rowsOf(node));
  const amended = after.get(number)!;
  assert.ok(
    amended.score > before.get(number)!.score,
    'a generic description from Ecuador weighs more than nothing',
  );
  assert.equal(amended.band, 'A');
  assert.equal(bands([...after.values()].filter((row) => row.port === 'NLVLI')), 'A10 B20 C10 D20');
  assert.equal(
    after.get(elsewhere)!.revision,
    before.get(elsewhere)!.revision,
    'another port and day is not touched',
  );
  const changed = [...after.values()].filter((row) => row.revision !== before.get(row.container)!.revision);
  // One that comes into A pushes at most one out of each band below.
  assert.ok(changed.length <= 4, `${changed.length} rows changed`);
  for (const row of changed) {
    const was = before.get(row.container)!;
    assert.ok(
      row.container === number || row.band !== was.band || row.selectedBy !== was.selectedBy,
      row.container,
    );
  }
});

test('a box of the stow plan that a later manifest leaves out is screened anew, though no message names it', async () => {
  const [listed, left] = [aContainer(520_000), aContainer(520_017)];
  const third: Voyage = {
    imo: '9074743',
    vessel: 'SYNTHETIC THREE',
    voyage: '3W',
    port: 'NLVLI',
    eta: now + 9 * day,
  };
  await node.take({
    'plan.edi': aStowPlan({
      at: now - 9 * day,
      voyage: third,
      boxes: [{ number: listed }, { number: left, stow: '0030282' }],
    }),
  });
  assert.ok(
    !(await dossierOf(node, left)).reasons.some((reason) => reason.signal === 'stow-not-manifest'),
    'no manifest yet',
  );
  await node.take({
    'manifest.edi': aManifest({
      at: now - 8 * day,
      voyage: third,
      bills: [{ number: 'QZB520', boxes: [listed], goods: 'BANANAS' }],
    }),
  });
  assert.ok((await dossierOf(node, left)).reasons.some((reason) => reason.signal === 'stow-not-manifest'));
  assert.ok(!(await dossierOf(node, listed)).reasons.some((reason) => reason.signal === 'stow-not-manifest'));
});

test('reading the same facts a second time changes no row', async () => {
  const before = await rowsOf(node);
  node.clock.advance(hour);
  await node.take({ 'order-again.edi': `${order}\n` });
  const after = await rowsOf(node);
  assert.deepEqual(
    after.map((row) => row.revision),
    before.map((row) => row.revision),
  );
  assert.deepEqual(after, before);
});

test('a policy that a second person agreed to takes effect at once and names itself in each dossier', async () => {
  const { body: inForce } = await node.get('/api/v1/policy');
  assert.equal(inForce['version'], 't1');
  const { status } = await changeRules(
    node,
    'policies',
    aPolicy('t2', { prior: { yield: 0.01, source: 'a test' } }),
  );
  assert.equal(status, 202);
  await node.settle();
  const dossier = await dossierOf(node, elsewhere);
  const { model, prior } = dossier as unknown as {
    model: { policyVersion: string };
    prior: { probability: number };
  };
  assert.deepEqual([model.policyVersion, prior.probability], ['t2', 0.01]);
  const again = await node.post('/api/v1/policies', aPolicy('t2'));
  assert.deepEqual([again.status, again.body['code']], [409, 'screening/version-exists']);
});

test('a policy that is expired is stored and does not rule', async () => {
  const { status } = await changeRules(
    node,
    'policies',
    aPolicy('expired', { validFrom: '2025-01-01T00:00:00Z', validTo: '2025-12-31T00:00:00Z' }),
  );
  assert.equal(status, 202);
  assert.equal((await node.get('/api/v1/policy')).body['version'], 't2');
});

test('a policy that makes no sense is refused with the path of what is wrong', async () => {
  const wrong = { ...aPolicy('wrong'), prior: { yield: 2, source: 'a test' }, nonsense: 1 };
  const { status, headers, body } = await node.post('/api/v1/policies', wrong);
  assert.deepEqual([status, body['code']], [422, 'screening/bad-policy']);
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
  const { problems } = body['details'] as { problems: readonly { path: string }[] };
  assert.ok(
    problems.some((problem) => problem.path === '$.prior.yield'),
    JSON.stringify(problems),
  );
  assert.ok(
    problems.some((problem) => problem.path === '$.nonsense'),
    JSON.stringify(problems),
  );
  assert.equal((await node.get('/api/v1/policy')).body['version'], 't2');
});

test('a rule that demands a control puts its containers into band A, first in the list, and says so', async () => {
  const demanded = boxes.at(-1)!;
  const rule = {
    id: 'look-into-this-one',
    owner: 'a test',
    validFrom: '2026-01-01T00:00:00Z',
    validTo: null,
    note: 'A planted case.',
    when: { test: 'in', field: 'container', values: [demanded] },
    then: { action: 'must-control', text: 'This very container.' },
  };
  const { status, body } = await changeRules(node, 'rule-sets', {
    ...defaultRuleSet,
    version: 'r1',
    rules: [rule],
  });
  assert.equal(status, 202, JSON.stringify(body));
  await node.settle();
  const [first] = await rowsOf(node);
  assert.deepEqual(
    [first?.container, first?.band, first?.selectedBy, first?.rank],
    [demanded, 'A', 'rule', 1],
  );
  const dossier = await dossierOf(node, demanded);
  const { model, mandatoryRules } = dossier as unknown as {
    model: { ruleSetVersion: string };
    mandatoryRules: readonly string[];
  };
  assert.deepEqual([model.ruleSetVersion, mandatoryRules], ['r1', ['look-into-this-one']]);
  assert.deepEqual(
    (await rowsOf(node, elsewhere)).map((row) => row.selectedBy === 'rule'),
    [false],
  );
  const { body: sets } =
    await node.get<readonly { version: string; storedAt: string }[]>('/api/v1/rule-sets');
  assert.deepEqual(
    sets.map((set) => set.version),
    ['r1'],
  );

  const wrong = await node.post('/api/v1/rule-sets', {
    ...defaultRuleSet,
    version: 'r2',
    rules: [{ ...rule, when: { test: 'in', field: 'noSuchField', values: ['X'] } }],
  });
  assert.deepEqual([wrong.status, wrong.body['code']], [422, 'screening/bad-rules']);
  assert.match(JSON.stringify(wrong.body['details']), /\$\.rules\[0\]\.when/);
});

test('visits that are screened in many slices come out as those that are screened in one', async () => {
  const screenedIn = (slice: number) =>
    node.db.transaction(async (tx) => {
      await tx.execute(
        "update screening set reasons = '[]', score = score - 1, band = 'D', selected_by = null",
      );
      const asOf = node.clock.now();
      const containers = await tx.query<{ container: string }>('select distinct container from visit');
      const { visits } = await rescreen(
        tx,
        containers.map(({ container }) => container),
        await policyInForce(tx, asOf),
        { asOf, list: 'open', share: { seed: await nodeSecret(tx, 'draw-seed'), share: 'seeded' }, slice },
      );
      const screened = await tx.query(
        "select to_jsonb(s) - 'revision' as row from screening s order by visit_id",
      );
      const listed = await tx.query('select * from listed_visit order by visit_id');
      return { visits: [...visits].sort(), screened, listed };
    });
  const inOne = await screenedIn(2_000);
  assert.ok(inOne.visits.length > 60);
  assert.equal(inOne.screened.length, inOne.visits.length);
  assert.deepEqual(await screenedIn(7), inOne);
});
