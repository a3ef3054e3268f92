import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aContainer, aDischargeOrder, aManifest, day } from './a-message.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { aSimulation, asHanded } from './a-simulation.ts';
import { assertSameLines, assertSameRecord, rankingOf, recordOf } from './record-of.ts';

async function replayed(node: TestNode): Promise<void> {
  const [record, ranking] = [await recordOf(node.db), await rankingOf(node.db)];
  let told = 0;
  const files = await node.replay((done, total) => {
    told = done;
    assert.ok(done <= total);
  });
  await node.settle();
  assert.equal(told, files);
  assertSameRecord(await recordOf(node.db), record);
  assertSameLines(await rankingOf(node.db), ranking, 'ranking');
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
