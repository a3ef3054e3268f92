import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aContainer, aDischargeOrder, aGateReport, aManifest, day, hour } from './a-message.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { aSimulation, asHanded } from './a-simulation.ts';
import { assertSameLines, assertSameRecord, rankingOf, recordOf } from './record-of.ts';

async function replayed(node: TestNode): Promise<void> {
  const [record, ranking, cases] = [
    await recordOf(node.db),
    await rankingOf(node.db),
    await everyCaseOf(node.db),
  ];
  let told = 0;
  const files = await node.replay((done, total) => {
    told = done;
    assert.ok(done <= total);
  });
  await node.settle();
  assert.equal(told, files);
  assertSameRecord(await recordOf(node.db), record);
  assertSameLines(await rankingOf(node.db), ranking, 'ranking');
  assertSameLines(await everyCaseOf(node.db), cases, 'cases, open and closed');
}

/** Every identity case with its state and its times, also those that are closed. */
async function everyCaseOf(db: TestNode['db']): Promise<readonly string[]> {
  const rows = await db.query<object>('select * from identity_case order by id');
  return rows.map((row) => JSON.stringify(row));
}

test('a replay of everything gives the same record and the same ranking', async () => {
  const { files, history, truth } = aSimulation({ seed: 22, boxes: 100, ports: ['NLVLI'] });
  const node = await aNode({ ports: ['NLVLI'], now: Date.parse(truth.now) });
  try {
    await node.receive(asHanded(history), 'cli');
    for (let start = 0; start < files.length; start += 30) {
      await node.receive(asHanded(files.slice(start, start + 30)), 'cli');
      await node.settle();
    }
    await replayed(node);
  } finally {
    await node.close();
  }
});

test('a case that was closed is still told of after a replay, as it was', async () => {
  const node = await aNode();
  const number = aContainer(610_000);
  const gated = (at: number, document: string, cancels = false): string =>
    aGateReport({
      event: 'gate-out',
      at: at + hour,
      sender: 'QZGATE',
      port: 'NLVLI',
      document,
      ...(cancels ? { function: '1' } : {}),
      boxes: cancels ? [] : [{ number, happenedAt: at }],
    });
  try {
    await node.take({ 'first.edi': gated(now - 6 * day, 'G1'), 'twice.edi': gated(now - 2 * day, 'G2') });
    node.clock.advance(day);
    await node.take({ 'back.edi': gated(now + day, 'G2', true) });
    const [closed] = await node.db.query<{ state: string; opened_at: number; closed_at: number }>(
      'select state, opened_at, closed_at from identity_case',
    );
    assert.deepEqual([closed?.state, closed?.opened_at, closed?.closed_at], ['closed', now, now + day]);
    node.clock.advance(day);
    await replayed(node);
  } finally {
    await node.close();
  }
});

test('an open case that nothing speaks for after a replay is closed', async () => {
  const node = await aNode();
  try {
    await node.db.execute(
      `insert into identity_case (id, container, kind, state, text, params, sources, opened_at)
       values ('i_of_an_earlier_program', $1, 'gated-twice', 'open', 'twice', '{"wording":"gated-twice"}', '[]', now())`,
      [aContainer(611_000)],
    );
    await node.replay(() => {});
    await node.settle();
    assert.deepEqual(await node.db.query('select state from identity_case'), [{ state: 'closed' }]);
  } finally {
    await node.close();
  }
});

test('a replay that is cut short goes on when the node starts again, and gives the same record', async () => {
  const { files, history, truth } = aSimulation({ seed: 23, boxes: 60, ports: ['NLVLI'] });
  const node = await aNode({ ports: ['NLVLI'], now: Date.parse(truth.now) });
  try {
    await node.receive(asHanded([...history, ...files]), 'cli');
    await node.settle();
    const [record, ranking] = [await recordOf(node.db), await rankingOf(node.db)];
    await assert.rejects(
      node.replay(() => {
        throw new Error('cut short');
      }),
      /cut short/,
    );
    assert.notDeepEqual((await recordOf(node.db)).counts, record.counts);
    await node.start();
    await node.settle();
    assertSameRecord(await recordOf(node.db), record);
    assertSameLines(await rankingOf(node.db), ranking, 'ranking');
    assert.deepEqual(await node.db.query("select name from node_setting where name like 'replay%'"), []);
  } finally {
    await node.close();
  }
});

test('what a person decided stands in a replay: a released file counts in full, a rejected one not at all', async () => {
  const node = await aNode();
  const voyage = { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: now + 2 * day };
  const cutOff = (serial: number): string => {
    const [good, cut, lost] = [0, 100, 200].map((more) => aContainer(serial + more)) as [
      string,
      string,
      string,
    ];
    const broken = aManifest({
      at: now - day,
      voyage: { ...voyage, eta: now + 3 * day },
      bills: [cut, lost].map((number) => ({
        number: `QZB${number}`,
        boxes: [number],
        goods: 'TEA',
        consignee: 'SIM TEA BV',
      })),
    });
    return (
      aDischargeOrder({ at: now - day, voyage, boxes: [{ number: good }] }) +
      broken.slice(0, broken.lastIndexOf(lost) + 4)
    );
  };
  try {
    const received = await node.take({
      'sound.edi': aDischargeOrder({ at: now - 2 * day, voyage, boxes: [{ number: aContainer(600_001) }] }),
      'released.edi': cutOff(601_000),
      'rejected.edi': cutOff(602_000),
      'waiting.edi': cutOff(603_000),
    });
    const [, released, rejected] = received.map(({ file }) => file.id);
    assert.equal((await node.post(`/api/v1/files/${released}/release`, { reason: 'confirmed' })).status, 200);
    assert.equal(
      (await node.post(`/api/v1/files/${rejected}/reject`, { reason: 'not from him' })).status,
      200,
    );
    await node.settle();
    await replayed(node);
    const containers = (await rankingOf(node.db))
      .map((line) => (JSON.parse(line) as { container: string }).container)
      .sort();
    assert.deepEqual(
      containers,
      [600_001, 601_000, 601_100, 603_000].map((serial) => aContainer(serial)).sort(),
    );
  } finally {
    await node.close();
  }
});
