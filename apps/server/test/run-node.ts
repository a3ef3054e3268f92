/**
 * A node in a process of its own, for tests that kill it. It watches a folder and takes uploads, says
 * `listening ADDRESS` on stdout, and when told `finish` on stdin settles, writes its record to a file and ends.
 *
 * node run-node.ts DATA INBOX NOW RECORD
 */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { watchFolder } from '../src/features/intake/index.ts';
import { openNode } from '../src/open-node.ts';
import { manualClock } from '../src/platform/clock/clock.ts';
import { createLog } from '../src/platform/log/log.ts';
import { serveNode } from '../src/serve-node.ts';
import { recordOf } from './record-of.ts';

const [dataFolder = '', inbox = '', at = '', record = ''] = process.argv.slice(2);
const node = await openNode({
  dataFolder,
  databaseUrl: null,
  about: { name: 'killed', country: 'NL', ports: ['NLVLI'], demo: false, version: '0.0.0' },
  inbox: null,
  clock: manualClock(Number(at)),
  log: createLog({ level: 'error' }),
  durable: false,
});
await node.start();
const watch = watchFolder({
  folder: inbox,
  everyMs: 10,
  receive: (files) => node.receive(files, 'folder'),
  onError: (name, error) => console.error(name, error),
});
const http = { host: '127.0.0.1', port: 0, portAsked: true, hosts: [] };
const served = await serveNode(node, { http, metrics: null });
console.log(`listening ${served.address}`);

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'finish') continue;
  // Two looks: a file that is still as large as at the first one is taken at the second.
  for (let look = 0; look < 3; look += 1) await watch.look();
  await watch.stop();
  await node.settle();
  writeFileSync(record, JSON.stringify(await recordOf(node.db)));
  await served.close();
  await node.close();
  break;
}
process.stdin.destroy();
// A test that waits for a process that does not end says less than one that fails.
setTimeout(() => process.exit(1), 10_000).unref();
