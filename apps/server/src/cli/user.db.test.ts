import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { exitCode } from './exit-code.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-user-'));
chmodSync(home, 0o755);
after(() => rmSync(home, { recursive: true }));
const main = join(import.meta.dirname, 'main.ts');
const env = { ...process.env, HAVENWACHT_DATA: join(home, 'data'), HAVENWACHT_METRICS_PORT: 'off' };
const codeShape = /([0-9A-Z]{5}-){3}[0-9A-Z]{5}/;

function user(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'user', ...args], {
    encoding: 'utf8',
    env,
  });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { status, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('user invites, lists and recovers, beside a node that prints the code of the first administrator', async () => {
  const node = spawn(process.execPath, [main, 'serve', '--quiet'], {
    env: { ...env, HAVENWACHT_PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    let said = '';
    for await (const line of createInterface({ input: node.stderr })) {
      said = line;
      if (line.startsWith('No administrator yet.')) break;
    }
    assert.match(said, /Open http:\/\/localhost:\d+\/first-start and type /);
    assert.match(said, codeShape);

    const invited = user('invite', '--role', 'analyst', 'team-lead', '--port', 'NLVLI', '--json');
    assert.equal(invited.status, exitCode.done, invited.stderr);
    assert.match(String(invited.lines[0]?.['code']), codeShape);
    const { lines } = user('list', '--json');
    assert.deepEqual(
      lines.map((line) => [line['signInName'], line['roles'], line['ports'], line['state']]),
      [
        ['administrator-1', ['administrator'], null, 'invited'],
        ['analyst-1', ['analyst', 'team-lead'], ['NLVLI'], 'invited'],
      ],
    );
    const recovered = user('recover', 'analyst-1', '--json');
    assert.match(String(recovered.lines[0]?.['code']), codeShape);
    assert.equal(user('first', '--json').status, exitCode.done);

    assert.equal(user('recover', 'analyst-9').status, exitCode.notFound);
    assert.equal(user('invite', '--role', 'boss').status, exitCode.usage);
    assert.equal(user('invite', '--role', 'administrator', 'analyst').status, exitCode.usage);
  } finally {
    node.kill('SIGTERM');
    await new Promise((resolve) => node.once('exit', resolve));
  }
});
