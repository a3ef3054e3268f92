import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { manualClock } from '../src/platform/clock/clock.ts';
import { aContainer, aManifest, hour, minute } from './a-message.ts';
import { now } from './a-node.ts';
import { aSegregationPolicy } from './a-segregation-policy.ts';
import { killNode } from './node-process.ts';
import { openWork, spawnWork, type SegregationWork } from './segregation-process.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-order-'));
chmodSync(home, 0o755);
const work: SegregationWork = { dataFolder: join(home, 'data'), outbox: join(home, 'outbox'), from: now };

const ordersOut = (): number =>
  existsSync(work.outbox)
    ? readdirSync(work.outbox, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.edi'))
        .length
    : 0;

let child: ChildProcess | null = null;
after(() => {
  child?.kill('SIGKILL');
  if (existsSync(work.dataFolder)) {
    for (const path of readdirSync(work.dataFolder, { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('postmaster.pid')) continue;
      try {
        process.kill(Number(readFileSync(join(work.dataFolder, path), 'utf8').split('\n')[0]), 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }
  rmSync(home, { recursive: true, force: true });
});

test('kill -9 at any moment between the decision and the outbox: every box is ordered once, and every order is there whole', async (t) => {
  const clock = manualClock(now);
  const first = await openWork(work, clock);
  await first.db.execute(
    `insert into segregation_policy (version, owner, valid_from, body, stored_at, stored_by)
     values ('test-1', 'test', '2026-01-01', $1::jsonb, '2026-01-01', 'p_test')`,
    [JSON.stringify({ ...aSegregationPolicy(), coverMoves: 0 })],
  );
  // One box comes due every other minute.
  const boxes = Array.from({ length: 40 }, (_, index) => aContainer(870_000 + index));
  await first.receive(
    boxes.map((box, index) => ({
      name: `${box}.edi`,
      bytes: async function* () {
        const eta = now + 2 * hour + index * 2 * minute;
        yield Buffer.from(
          aManifest({
            at: now - hour,
            voyage: {
              callSign: `QZ${index}`,
              vessel: `SYNTHETIC ${index}`,
              voyage: `${index}K`,
              port: 'NLVLI',
              eta,
            },
            document: `QZK${index}`,
            boxes: [{ number: box }],
            bills: [
              {
                number: `QZK${index}`,
                boxes: [box],
                goods: 'BANANAS',
                loadPort: 'ECGYE',
                originCountry: 'ECGYE',
              },
            ],
          }),
          'latin1',
        );
      },
    })),
    'cli',
  );
  await first.settle();
  await first.close();

  let killedWhileAtIt = 0;
  for (let life = 0; life < 5; life += 1) {
    child = spawnWork(work);
    await once(child.stdout!, 'data');
    // Each life gets some orders further, then ends at any moment of the next ones.
    const enough = life * 6 + Math.floor(Math.random() * 6);
    while (ordersOut() < enough && child.exitCode === null) await sleep(2);
    await sleep(Math.floor(Math.random() * 120));
    await killNode(child);
    const orders = ordersOut();
    if (orders > 0 && orders < boxes.length) killedWhileAtIt += 1;
    t.diagnostic(`killed with ${orders} orders in the outbox`);
  }
  assert.ok(killedWhileAtIt > 0, 'killed on the way');

  clock.set(now + 5 * hour);
  const last = await openWork(work, clock);
  await last.tend();
  const lines = await last.db.query<{ container: string; orders: number }>(
    'select container, count(*)::int as orders from terminal_order_line group by container order by container',
  );
  assert.deepEqual(
    lines.map(({ container, orders }) => [container, orders]),
    boxes.toSorted().map((box) => [box, 1]),
  );
  const orders = await last.db.query<{ number: string; serial: number; sha256: string }>(
    'select number, serial, sha256 from terminal_order order by serial',
  );
  assert.deepEqual(
    orders.map(({ serial }) => serial),
    orders.map((_, index) => index + 1),
    'numbers without gap or double',
  );
  const folder = join(work.outbox, 'NLVLI-QZT');
  for (const { number, sha256 } of orders) {
    const bytes = readFileSync(join(folder, `${number}.edi`));
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256, number);
  }
  assert.equal(readdirSync(folder).filter((name) => name.endsWith('.edi')).length, orders.length);
  const [left] = await last.db.query<{ held: number }>(
    "select count(*)::int as held from outside_act where state = 'held'",
  );
  assert.equal(left?.held, 0);
  await last.close();
});
