import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aContainer, aDischargeOrder, aManifest, aStowPlan, day } from './a-message.ts';
import { aNode, now } from './a-node.ts';
import { aSimulation, asHanded } from './a-simulation.ts';
import { assertSameLines, assertSameRecord, recordOf, type NodeRecord } from './record-of.ts';

/** Feeds the same files in one order and gives the record they lead to. */
async function recordIn(order: readonly (readonly [string, string])[]): Promise<NodeRecord> {
  const node = await aNode();
  try {
    for (const [name, text] of order) await node.take({ [name]: text }, now);
    return await recordOf(node.db);
  } finally {
    await node.close();
  }
}

/** Every file comes first once and last once. */
function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  const rotated = items.map((_, index) => [...items.slice(index), ...items.slice(0, index)]);
  return [...rotated, ...rotated.map((order) => order.toReversed())];
}

test('a vessel that one message ties together by all its names is one vessel, whatever came first', async () => {
  const number = aContainer(200001);
  const common = { port: 'NLVLI', eta: now + 2 * day };
  const files = [
    [
      'imo.edi',
      aStowPlan({
        at: now - 9 * day,
        sender: 'QZA',
        voyage: { ...common, imo: '9074729', voyage: '7W' },
        boxes: [{ number }],
      }),
    ],
    [
      'sign.edi',
      aManifest({
        at: now - 8 * day,
        sender: 'QZB',
        voyage: { ...common, callSign: 'QZSY1', voyage: '007W' },
        bills: [{ number: 'QZB1', boxes: [number], goods: 'TEA' }],
      }),
    ],
    [
      'both.edi',
      aDischargeOrder({
        at: now - 7 * day,
        sender: 'QZC',
        voyage: { ...common, imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '7W' },
        boxes: [{ number }],
      }),
    ],
    [
      'name.edi',
      aDischargeOrder({
        at: now - 6 * day,
        sender: 'QZD',
        voyage: { ...common, callSign: 'QZSY1', vessel: 'SYNTHETIC ONE', voyage: '7 w' },
        boxes: [{ number }],
      }),
    ],
  ] as const;
  const wanted = await recordIn(files);
  assert.equal(wanted.visits.length, 1);
  for (const order of orders(files).slice(1)) {
    const names = order.map(([name]) => name).join(', ');
    assertSameLines((await recordIn(order)).visits, wanted.visits, names);
  }
});

test('a simulated port gives the same record for any order in which its files come', async () => {
  const { files, truth } = aSimulation({ seed: 21, boxes: 100, ports: ['NLVLI', 'NLRTM'] });
  const read = async (order: typeof files, at: number): Promise<NodeRecord> => {
    const node = await aNode({ now: at });
    try {
      for (let start = 0; start < order.length; start += 20) {
        await node.receive(asHanded(order.slice(start, start + 20)), 'cli');
        if (start % 100 === 0) await node.settle();
      }
      await node.settle();
      return await recordOf(node.db);
    } finally {
      await node.close();
    }
  };
  const at = Date.parse(truth.now);
  const wanted = await read(files, at);
  assert.ok(wanted.visits.length >= 90 && wanted.cases.length > 0);
  // Backwards, and dealt like cards: neighbours in time come far apart.
  const dealt = [0, 1, 2, 3, 4, 5, 6]
    .flatMap((hand) => files.filter((_, index) => (index * 5) % 7 === hand))
    .reverse();
  for (const order of [files.toReversed(), dealt]) {
    assertSameRecord(await read(order, at), wanted);
  }
});
