import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { aNode } from './a-node.ts';
import { aSimulation, asHanded } from './a-simulation.ts';
import { finishNode, killNode, reach, spawnNode, type Reached } from './node-process.ts';
import { assertSameRecord, recordOf, type NodeRecord } from './record-of.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-kill-'));
chmodSync(home, 0o755);
const [data, inbox, recordFile] = ['data', 'inbox', 'record.json'].map((name) => join(home, name)) as [
  string,
  string,
  string,
];
mkdirSync(inbox);

let child: ChildProcess | null = null;
after(() => {
  child?.kill('SIGKILL');
  for (const pid of serversLeft()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  rmSync(home, { recursive: true, force: true });
});

/** Process ids of database servers that still hold the node's data folder. */
function serversLeft(): readonly number[] {
  if (!existsSync(data)) return [];
  return readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('postmaster.pid'))
    .map((path) => Number(readFileSync(join(data, path), 'utf8').split('\n')[0]))
    .filter((pid) => pid > 1);
}

function start(now: number): ChildProcess {
  child = spawnNode({ dataFolder: data, inbox, now, record: recordFile });
  return child;
}

test('kill -9 at any moment of an intake loses no acknowledged file and doubles none', async (t) => {
  const { files, history, truth } = aSimulation({ seed: 41, boxes: 150, ports: ['NLVLI'] });
  const now = Date.parse(truth.now);
  const all = [...history, ...files];
  const undisturbed = await aNode({ ports: ['NLVLI'], now });
  await undisturbed.receive(asHanded(all.map((file) => ({ ...file, sentAt: now }))), 'folder');
  await undisturbed.settle();
  const wanted = await recordOf(undisturbed.db);
  await undisturbed.close();

  // Two thirds are put into the folder, one third is uploaded while the node lives.
  const uploads = all.filter((_, index) => index % 3 === 0);
  const inFolder = all.filter((_, index) => index % 3 !== 0);
  let put = 0;
  const putMore = (count: number): void => {
    for (const { name, bytes } of inFolder.slice(put, (put += count))) {
      writeFileSync(join(inbox, `${name}.part`), bytes);
      writeFileSync(join(inbox, name), bytes);
    }
  };
  const acknowledged = new Set<string>();
  const upload = async ({ address, headers }: Reached): Promise<void> => {
    for (const { name, bytes } of uploads) {
      if (acknowledged.has(name)) continue;
      const answer = await fetch(`${address}/api/v1/files?name=${name}`, {
        method: 'POST',
        body: Buffer.from(bytes),
        headers: { ...headers, 'content-type': 'application/octet-stream' },
      }).catch(() => null);
      if (answer === null) return;
      assert.ok(answer.status === 200 || answer.status === 201, `${name} ${answer.status}`);
      const { id } = (await answer.json().catch(() => ({}))) as { id?: string };
      if (id === undefined) return;
      assert.equal(id, createHash('sha256').update(bytes).digest('hex'));
      acknowledged.add(name);
    }
  };

  // Another program may take the port between its choice and its use; a start is tried again, loss is not.
  const startListening = async (): Promise<{ node: ReturnType<typeof start>; reached: Reached }> => {
    for (let attempt = 1; ; attempt += 1) {
      const node = start(now);
      try {
        return { node, reached: await reach(node) };
      } catch (error) {
        t.diagnostic(`the node did not start, attempt ${attempt}`);
        if (attempt === 3) throw error;
      }
    }
  };
  const random = (below: number): number => Math.floor(Math.random() * below);
  putMore(20);
  const early = start(now);
  const earlyMs = 200 + random(1_500);
  await sleep(earlyMs);
  await killNode(early);
  t.diagnostic(`killed ${earlyMs} ms after the start of the process`);

  for (let life = 0; life < 4; life += 1) {
    const { node, reached } = await startListening();
    putMore(40);
    const enough = acknowledged.size + random(10);
    let ended = false;
    const uploading = upload(reached).finally(() => {
      ended = true;
    });
    while (!ended && acknowledged.size < enough) await sleep(1);
    await sleep(random(80));
    await killNode(node);
    await uploading;
    const taken = existsSync(join(inbox, '.taken')) ? readdirSync(join(inbox, '.taken')).length : 0;
    t.diagnostic(
      `killed with ${taken} of ${put} files taken from the folder and ${acknowledged.size} uploads acknowledged`,
    );
  }

  putMore(inFolder.length);
  const last = start(now);
  await upload(await reach(last));
  assert.equal(acknowledged.size, uploads.length);
  assert.equal(await finishNode(last), 0);

  assert.deepEqual(
    readdirSync(inbox).filter((name) => !name.endsWith('.part') && !name.startsWith('.')),
    [],
    'the folder is empty but for what is not finished',
  );
  const record = JSON.parse(readFileSync(recordFile, 'utf8')) as NodeRecord;
  assertSameRecord(record, wanted);
  assert.deepEqual(serversLeft(), [], 'no database server is left behind');
});
