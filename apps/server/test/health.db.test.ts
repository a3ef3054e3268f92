import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { aContainer, aDischargeOrder, day } from './a-message.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { signedIn } from './signed-in.ts';

interface Health {
  readonly at: string;
  readonly items: readonly { readonly check: string; readonly state: string; readonly about: string }[];
}

describe('the health of a node', () => {
  let node: TestNode;
  before(async () => {
    node = await aNode();
    await node.take({
      'order.edi': aDischargeOrder({
        at: now - day,
        voyage: { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: now + day },
        boxes: [{ number: aContainer(420_001) }],
      }),
    });
  });
  after(() => node?.close());

  test('an auditor and an administrator see every check, and no case in it', async () => {
    for (const role of ['auditor', 'administrator'] as const) {
      const { headers } = await signedIn(node, [role]);
      const { status, body } = await node.get<Health>('/api/v1/health-checks', headers);
      assert.equal(status, 200, role);
      assert.deepEqual(
        body.items.map(({ check }) => check),
        ['runtime', 'data-folder', 'disk', 'database', 'migrations', 'clock', 'news', 'feeds', 'blobs'],
      );
      assert.equal(body.items.find(({ check }) => check === 'blobs')?.state, 'ok');
      assert.ok(!JSON.stringify(body).includes('QZXU420001'));
    }
  });

  test('for everybody else there is no such address', async () => {
    for (const role of ['analyst', 'planner', 'press', 'terminal'] as const) {
      const { headers } = await signedIn(node, [role]);
      assert.equal((await node.get('/api/v1/health-checks', headers)).status, 404, role);
    }
    assert.equal((await node.get('/api/v1/health-checks', { cookie: '' })).status, 401);
  });
});
