import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aContainer, aDischargeOrder, aManifest, aStowPlan, day, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type TestNode } from './a-node.ts';
import { assertSameLines, rankingOf } from './record-of.ts';

let node: TestNode;
after(() => node.close());

const eta = now + 2 * day;
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '1W',
  port: 'NLVLI',
  eta,
};
const boxes = Array.from({ length: 60 }, (_, index) => aContainer(700_000 + index * 20));
/** Half of the boxes are in the stow plan and in no manifest, which raises their score. */
const unlisted = new Set(boxes.filter((_, index) => index % 2 === 0));
const controlledAt = eta + 6 * hour;

interface Fitted {
  readonly method: string;
  readonly rows: number;
  readonly positives: number;
}
const calibration = async (): Promise<Fitted> =>
  (await node.get<{ calibration: Fitted }>('/api/v1/policy')).body.calibration;
const outcomes = (found: (box: string) => boolean, at: number): string =>
  boxes
    .map((container) =>
      JSON.stringify({
        container,
        port: 'NLVLI',
        arrivalAt: new Date(eta).toISOString(),
        controlledAt: new Date(at).toISOString(),
        selectedBy: 'rule',
        found: found(container),
      }),
    )
    .join('\n');

before(async () => {
  node = await aNode();
  await node.take({
    'plan.edi': aStowPlan({ at: now - day, voyage, boxes: boxes.map((number) => ({ number })) }),
    'manifest.edi': aManifest({
      at: now - day,
      voyage,
      bills: boxes
        .filter((number) => !unlisted.has(number))
        .map((number) => ({ number: `QZB${number}`, boxes: [number], goods: 'BANANAS' })),
    }),
    'order.edi': aDischargeOrder({ at: now - day, voyage, boxes: boxes.map((number) => ({ number })) }),
  });
});

test('outcomes of controls that were made before a visit was screened teach nothing', async () => {
  node.clock.set(now + hour);
  await node.take({ 'before.ndjson': outcomes((box) => unlisted.has(box), now - hour) });
  assert.deepEqual(await calibration().then(({ method, rows }) => [method, rows]), ['identity', 0]);
});

test('sixty controls of screened visits fit a sigmoid, and every score follows it', async () => {
  const before = new Map((await rowsOf(node)).map((row) => [row.container, row]));
  node.clock.set(controlledAt + day);
  // One in ten of each half goes the other way.
  const found = (box: string): boolean => unlisted.has(box) !== boxes.indexOf(box) % 20 < 2;
  await node.take({ 'outcomes.ndjson': outcomes(found, controlledAt) });
  const fitted = await calibration();
  assert.deepEqual([fitted.method, fitted.rows, fitted.positives], ['platt', 60, 30]);
  for (const row of await rowsOf(node)) {
    assert.notEqual(row.score, before.get(row.container)?.score);
  }
});

test('what a visit scored before its control stands, however its score changes afterwards and through a replay', async () => {
  const [fitted, ranking] = [await calibration(), await rankingOf(node.db)];
  await node.take({
    'again.ndjson': outcomes(() => true, controlledAt),
  });
  assert.deepEqual(await calibration(), fitted);
  await node.replay(() => {});
  await node.settle();
  assert.deepEqual(await calibration(), fitted);
  assertSameLines(await rankingOf(node.db), ranking, 'ranking');
});
