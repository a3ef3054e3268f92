import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  aContainer,
  aDischargeOrder,
  aGateReport,
  aManifest,
  aQuayReport,
  aStatus,
  aStowPlan,
  day,
  hour,
  type Voyage,
} from './a-message.ts';
import { aNode, now, type IdentityCase, type TestNode } from './a-node.ts';

let node: TestNode;
before(async () => {
  node = await aNode();
});
after(() => node.close());

const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '1W',
  port: 'NLVLI',
  eta: now - 3 * day,
  loadPort: 'ECGYE',
};
let serial = 400_000;
const fresh = (): string => aContainer((serial += 20));

/** The cases of a container, as `kind state`. */
async function casesOf(container: string): Promise<readonly string[]> {
  return (await casesInFull(container)).map((one) => `${one.kind} ${one.state}`);
}
async function casesInFull(container: string): Promise<readonly IdentityCase[]> {
  const { body } = await node.get<{ items: readonly IdentityCase[] }>('/api/v1/identity-cases?limit=500');
  return body.items.filter((one) => one.container === container);
}

const discharged = (number: string, at: number, over: Partial<Voyage> = {}): string =>
  aQuayReport({
    event: 'discharge',
    at: at + hour,
    voyage: { ...voyage, ...over },
    boxes: [{ number, happenedAt: at }],
  });
const gated = (
  event: 'gate-in' | 'gate-out',
  number: string,
  port: string,
  at: number,
  sender = 'QZTERMINAL',
): string => aGateReport({ event, at: at + hour, sender, port, boxes: [{ number, happenedAt: at }] });

test('an honest journey opens no case', async () => {
  const number = fresh();
  const seals = [['QZ400001', 'CA']] as const;
  await node.take({
    'in.edi': aGateReport({
      event: 'gate-in',
      at: now - 30 * day,
      sender: 'QZGYE',
      port: 'ECGYE',
      boxes: [{ number, happenedAt: now - 30 * day }],
    }),
    'load.edi': aQuayReport({
      event: 'load',
      at: now - 28 * day,
      sender: 'QZGYE',
      voyage,
      boxes: [{ number, happenedAt: now - 28 * day, seals }],
    }),
    'plan.edi': aStowPlan({ at: now - 27 * day, voyage, boxes: [{ number }] }),
    'manifest.edi': aManifest({
      at: now - 27 * day,
      voyage,
      boxes: [{ number, seals }],
      bills: [{ number: 'QZB400', boxes: [number], goods: 'BANANAS' }],
    }),
    'order.edi': aDischargeOrder({
      at: now - 5 * day,
      voyage,
      boxes: [{ number, type: '2210', seals: [['QZ 400001', 'CA']] }],
    }),
    'report.edi': discharged(number, now - 3 * day),
    'out.edi': gated('gate-out', number, 'NLVLI', now - 2 * day),
    'out-again.edi': gated('gate-out', number, 'NLVLI', now - 2 * day + hour, 'QZCARRIER'),
  });
  assert.deepEqual(await casesOf(number), []);
});

test('a number in two places at once is a case with both bytes, until the one who erred takes his report back', async () => {
  const number = fresh();
  const far = gated('gate-in', number, 'ECGYE', now - 3 * day + 8 * hour, 'QZGYE');
  const near = discharged(number, now - 3 * day);
  await node.take({ 'near.edi': near, 'far.edi': far });
  const [open] = await casesInFull(number);
  assert.deepEqual([open?.kind, open?.state], ['two-places', 'open']);
  assert.match(open?.text ?? '', /NLVLI.*ECGYE/);
  assert.equal(open?.code, 'identity-case/two-places');
  const { km, hours, ...told } = open?.params ?? {};
  assert.deepEqual(told, { event: 'discharge', from: 'NLVLI', nextEvent: 'gate-in', to: 'ECGYE' });
  assert.ok(Number(km) > 9_000 && hours === 8);
  assert.equal(open?.sources.length, 2);
  const [file] = await node.db.query<{ id: string }>("select id from file where name = 'far.edi'");
  assert.equal(open?.sources.find((source) => source.file === file?.id)?.offset, far.indexOf('EQD'));

  const document = /BGM\+34\+(\w+)/.exec(far)?.[1] ?? '';
  await node.take({
    'cancel.edi': aGateReport({
      event: 'gate-in',
      at: now,
      sender: 'QZGYE',
      document,
      function: '1',
      port: 'ECGYE',
      boxes: [],
    }),
  });
  assert.deepEqual(await casesOf(number), ['two-places closed']);
});

test('a gate that is passed while the number is on board is a case', async () => {
  const number = fresh();
  await node.take({
    'plan.edi': aStowPlan({ at: now - 20 * day, voyage, boxes: [{ number }] }),
    'gate.edi': gated('gate-in', number, 'DEHAM', now - 12 * day, 'QZHAM'),
  });
  const [open] = await casesInFull(number);
  assert.deepEqual([open?.kind, open?.state], ['two-places', 'open']);
  assert.match(open?.text ?? '', /DEHAM.*on board/);
});

test('a number gated out twice is a case, until a late gate-in explains it', async () => {
  const number = fresh();
  await node.take({
    'a.edi': discharged(number, now - 9 * day),
    'b.edi': gated('gate-out', number, 'NLVLI', now - 8 * day),
    'c.edi': gated('gate-out', number, 'NLVLI', now - 4 * day),
  });
  assert.deepEqual(await casesOf(number), ['gated-twice open']);
  await node.take({ 'd.edi': gated('gate-in', number, 'NLVLI', now - 6 * day) });
  assert.deepEqual(await casesOf(number), ['gated-twice closed']);
});

test('a discharge directly after a gate-out of the same place is a case, until the voyage between comes in late', async () => {
  const number = fresh();
  await node.take({
    'a.edi': gated('gate-out', number, 'NLVLI', now - 40 * day),
    'b.edi': discharged(number, now - 3 * day),
  });
  assert.deepEqual(await casesOf(number), ['impossible-sequence open']);
  await node.take({
    'c.edi': gated('gate-in', number, 'ECGYE', now - 22 * day, 'QZGYE'),
    'd.edi': aQuayReport({
      event: 'load',
      at: now - 20 * day,
      sender: 'QZGYE',
      voyage,
      boxes: [{ number, happenedAt: now - 20 * day }],
    }),
  });
  assert.deepEqual(await casesOf(number), ['impossible-sequence closed']);
});

test('two numbers one character apart in one call are a case for both, until one of them is withdrawn', async () => {
  const number = fresh();
  const twin = number.slice(0, 9) + String((Number(number[9]) + 1) % 10) + number[10];
  const order = (box: string, change: '9' | '1'): string =>
    aManifest({
      at: now - (change === '9' ? 5 : 4) * day,
      voyage,
      document: `QZTWIN${box}`,
      function: change,
      bills: change === '1' ? [] : [{ number: `QZB${box}`, boxes: [box], goods: 'TEA' }],
    });
  await node.take({ 'one.edi': order(number, '9') });
  assert.deepEqual(await casesOf(number), []);
  await node.take({ 'two.edi': order(twin, '9') });
  assert.deepEqual(await casesOf(number), ['one-edit-twin open']);
  assert.ok((await casesOf(twin)).includes('one-edit-twin open'));
  await node.take({ 'gone.edi': order(twin, '1') });
  assert.deepEqual(await casesOf(number), ['one-edit-twin closed']);
});

test('a container whose type is told in two ways is a case, until the one who erred withdraws his list', async () => {
  const number = fresh();
  const plan = (change: '9' | '1'): string =>
    aStowPlan({
      at: now - (change === '9' ? 8 : 7) * day,
      sender: 'QZPLAN',
      document: 'QZPLAN1',
      function: change,
      voyage,
      boxes: change === '1' ? [] : [{ number }],
    });
  await node.take({
    'a.edi': aManifest({
      at: now - 9 * day,
      voyage,
      boxes: [{ number, type: '45R1' }],
      bills: [{ number: 'QZB401', boxes: [number], goods: 'TEA' }],
    }),
    'b.edi': plan('9'),
  });
  assert.deepEqual(await casesOf(number), ['type-changed open']);
  await node.take({ 'c.edi': plan('1') });
  assert.deepEqual(await casesOf(number), ['type-changed closed']);
});

test('a seal that changed without a word is a case, until an inspection that broke it becomes known', async () => {
  const number = fresh();
  const sealed = (seal: string, at: number, sender: string): string =>
    aDischargeOrder({ at, sender, voyage, boxes: [{ number, seals: [[seal, 'CA']] }] });
  await node.take({
    'a.edi': sealed('QZ123456', now - 20 * day, 'QZCARRIER'),
    'b.edi': sealed('QZ987654', now - 5 * day, 'QZTERMINAL'),
  });
  assert.deepEqual(await casesOf(number), ['seal-changed open']);
  await node.take({
    'c.edi': aStatus({
      at: now - hour,
      sender: 'QZLINE',
      status: 'CUSI',
      number,
      port: 'PAMIT',
      happenedAt: now - 15 * day,
    }),
  });
  assert.deepEqual(await casesOf(number), ['seal-changed closed']);
});

test('a number with a wrong check digit is a case', async () => {
  const number = fresh();
  const wrong = number.slice(0, 10) + String((Number(number[10]) + 1) % 10);
  await node.take({
    'a.edi': aDischargeOrder({
      at: now - 5 * day,
      voyage: { ...voyage, imo: '9074731', vessel: 'SYNTHETIC TWO' },
      boxes: [{ number: wrong }],
    }),
  });
  assert.deepEqual(await casesOf(wrong), ['check-digit open']);
});

test('events that come out of order lead to the same state and cases as in order', async () => {
  const events = (number: string): Record<string, string> => ({
    'load.edi': aQuayReport({
      event: 'load',
      at: now - 20 * day,
      sender: 'QZGYE',
      voyage,
      boxes: [{ number, happenedAt: now - 20 * day }],
    }),
    'discharge.edi': discharged(number, now - 3 * day),
    'out.edi': gated('gate-out', number, 'NLVLI', now - 2 * day),
    'in.edi': gated('gate-in', number, 'NLVLI', now - day),
  });
  const [inOrder, backwards] = [fresh(), fresh()];
  for (const [name, text] of Object.entries(events(inOrder))) await node.take({ [name]: text });
  for (const [name, text] of Object.entries(events(backwards)).reverse()) await node.take({ [name]: text });
  const states = await node.db.query<{ container: string; state: string; port: string; since: number }>(
    'select container, state, port, since from container_state where container = any($1::text[]) order by container',
    [[inOrder, backwards]],
  );
  assert.deepEqual(
    states.map(({ state, port, since }) => [state, port, since]),
    [
      ['gated-in', 'NLVLI', now - day],
      ['gated-in', 'NLVLI', now - day],
    ],
  );
  assert.deepEqual(await casesOf(backwards), await casesOf(inOrder));
});
