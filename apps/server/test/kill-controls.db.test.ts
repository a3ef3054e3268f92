import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { aContainer, aManifest, hour } from './a-message.ts';
import { now } from './a-node.ts';
import { killNode, reach, spawnNode, type NodeWork, type Reached } from './node-process.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-kill-'));
chmodSync(home, 0o755);
const [dataFolder, inbox, record] = ['data', 'inbox', 'record.json'].map((name) => join(home, name)) as [
  string,
  string,
  string,
];
mkdirSync(inbox);

let child: ChildProcess | null = null;
after(() => {
  child?.kill('SIGKILL');
  // The database server outlives a node that is killed.
  for (const path of existsSync(dataFolder)
    ? readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
    : []) {
    if (!path.endsWith('postmaster.pid')) continue;
    try {
      process.kill(Number(readFileSync(join(dataFolder, path), 'utf8').split('\n')[0]), 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  rmSync(home, { recursive: true, force: true });
});

async function start(over: Partial<NodeWork> = {}): Promise<{ process: ChildProcess; reached: Reached }> {
  child = spawnNode({ dataFolder, inbox, now, record, ...over });
  return { process: child, reached: await reach(child) };
}

type Body = Record<string, unknown>;

async function ask(
  { address }: Reached,
  headers: Reached['headers'],
  path: string,
  body?: object | string,
): Promise<{ readonly status: number; readonly body: Body }> {
  const init =
    body === undefined
      ? { headers }
      : {
          method: 'POST',
          body: typeof body === 'string' ? body : JSON.stringify(body),
          headers: {
            ...headers,
            'content-type': typeof body === 'string' ? 'application/octet-stream' : 'application/json',
          },
        };
  const answer = await fetch(new URL(path, address), init);
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Body };
}

test('kill -9 between sealing and dispatch leaves a control approved or sealed with its whole team, and discloses nothing', async (t) => {
  const box = aContainer(940_001);
  const first = await start({
    people: {
      planner: { roles: ['planner'], unit: 'control-room' },
      proposer: { roles: ['analyst'], unit: 'pre-arrival' },
      lead: { roles: ['team-lead'], unit: 'quay' },
      officer: { roles: ['officer'], unit: 'quay' },
      other: { roles: ['officer'], unit: 'quay' },
    },
  });
  const people = first.reached.people as Record<'planner' | 'proposer' | 'lead', Reached['headers']>;
  let { process: node, reached } = first;
  const manifest = aManifest({
    at: now - hour,
    voyage: { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '4W', port: 'NLVLI', eta: now + 6 * hour },
    document: 'QZMAN4',
    boxes: [{ number: box, type: '45R1' }],
    bills: [{ number: 'QZB4', boxes: [box], goods: 'BANANAS', consignee: 'SIM FRUIT BV', grossKg: 20_000 }],
  });
  assert.equal((await ask(reached, reached.headers, '/api/v1/files?name=m.edi', manifest)).status, 201);
  let visit = '';
  while (visit === '') {
    const { body } = await ask(reached, people.proposer, '/api/v1/visits');
    visit = ((body['items'] as Body[])[0]?.['id'] as string | undefined) ?? '';
    await sleep(50);
  }

  const controls: string[] = [];
  for (let life = 0; life < 4; life += 1) {
    const proposal = {
      visit,
      method: 'dog',
      reason: `killed in life ${life}`,
      place: 'Quay 12',
      lane: 'team',
      plannedAt: new Date(now + 3 * hour).toISOString(),
    };
    const { body } = await ask(reached, people.proposer, '/api/v1/controls', proposal);
    const id = String(body['id']);
    controls.push(id);
    assert.equal((await ask(reached, people.planner, `/api/v1/controls/${id}/approve`, {})).status, 200);
    const sealing = ask(reached, people.planner, `/api/v1/controls/${id}/seal`, {}).catch(() => null);
    const waitMs = life * 12 + Math.floor(Math.random() * 12);
    await sleep(waitMs);
    await killNode(node);
    const answered = (await sealing)?.status ?? null;

    ({ process: node, reached } = await start());
    const kept = await ask(reached, people.planner, `/api/v1/controls/${id}`);
    const state = String(kept.body['state']);
    t.diagnostic(`killed ${waitMs} ms after asking to seal: answered ${answered}, found ${state}`);
    assert.ok(state === 'approved' || state === 'sealed', state);
    if (answered === 200) assert.equal(state, 'sealed', 'what was acknowledged is kept');
    if (state === 'approved') {
      assert.equal((await ask(reached, people.planner, `/api/v1/controls/${id}/seal`, {})).status, 200);
    }
    const { body: plan } = await ask(reached, people.planner, `/api/v1/controls/${id}/exposure`);
    const parts = (plan['knowers'] as Body[]).map(
      ({ part, onArrival }) => `${String(part)}${onArrival === true ? ' at the box' : ''}`,
    );
    assert.deepEqual(parts.filter((part) => part.startsWith('team-lead')).sort(), [
      'team-lead',
      'team-lead at the box',
    ]);
    assert.deepEqual(parts.filter((part) => part.startsWith('officer')).sort(), [
      'officer',
      'officer at the box',
    ]);
    assert.equal(
      (await ask(reached, people.lead, `/api/v1/controls/${id}/open`, {})).status,
      404,
      'too early',
    );
  }

  await killNode(node);
  ({ process: node, reached } = await start({ now: now + 3 * hour - 10 * 60_000 }));
  for (const id of controls) {
    const task = await ask(reached, people.lead, `/api/v1/controls/${id}/open`, {});
    assert.deepEqual([task.status, task.body['place'], task.body['container']], [200, 'Quay 12', null]);
  }
  // Whoever starts it on a clock that is behind gets nothing of what it had disclosed.
  await killNode(node);
  ({ process: node, reached } = await start());
  const late = await ask(reached, people.lead, `/api/v1/controls/${controls[0] ?? ''}/open`, {});
  assert.deepEqual([late.status, late.body['code']], [503, 'controls/clock']);
});
