import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import { runCommandLine } from './build-program.ts';
import type { CommandEntry } from './declare-command.ts';
import { exitCode } from './exit-code.ts';

const loaded: string[] = [];

const commands: readonly CommandEntry[] = [
  {
    name: 'count',
    about: 'count things',
    load: async () => {
      loaded.push('count');
      return {
        declare(command, terminal) {
          command.argument('<n>').action(async (n: string) => {
            const out = terminal();
            if (n === 'refuse') throw new HavenwachtError('count/refused', 409, 'Not these.');
            if (n === 'break') throw new Error('inside');
            if (n === 'some') out.exitCode = exitCode.someRejected;
            if (out.json) await out.line({ n });
            else await out.print(n);
            out.say('counted');
          });
        },
      };
    },
  },
  {
    name: 'other',
    about: 'do something else',
    load: async () => {
      loaded.push('other');
      return { declare: () => {} };
    },
  },
];

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await runCommandLine(commands, args, { stdout, stderr, env: {} });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

test('a command gets its arguments, and the common options before and behind its name', async () => {
  assert.deepEqual(await run('count', '3'), { code: 0, out: '3\n', err: 'counted\n' });
  assert.deepEqual(await run('--json', 'count', '3'), { code: 0, out: '{"n":"3"}\n', err: 'counted\n' });
  assert.deepEqual(await run('count', '3', '--json', '--quiet'), { code: 0, out: '{"n":"3"}\n', err: '' });
  assert.equal((await run('count', 'some')).code, exitCode.someRejected);
});

test('only the file of the command that runs is loaded', async () => {
  loaded.length = 0;
  await run('--help');
  assert.deepEqual(loaded, []);
  await run('count', '1');
  assert.deepEqual(loaded, ['count']);
});

test('--help names every command and begins with an example; no command at all is a wrong use', async () => {
  const { code, out } = await run('--help');
  assert.equal(code, 0);
  assert.match(out, /^Example: /);
  assert.match(out, /count things[\s\S]*do something else/);
  assert.equal((await run()).code, exitCode.usage);
  assert.match((await run('--version')).out, /^\d+\.\d+\.\d+\n$/);
});

test('wrong use ends with 2 and suggests what may be meant', async () => {
  const typo = await run('cuont');
  assert.equal(typo.code, exitCode.usage);
  assert.match(typo.err, /Did you mean count\?/);
  assert.equal((await run('count')).code, exitCode.usage);
  assert.equal((await run('count', '1', '--nonsense')).code, exitCode.usage);
});

test('a refusal ends with its code and its words, a fault with its stack', async () => {
  assert.deepEqual(await run('count', 'refuse'), {
    code: exitCode.conflict,
    out: '',
    err: 'havenwacht: Not these.\n',
  });
  const fault = await run('count', 'break');
  assert.equal(fault.code, exitCode.unexpected);
  assert.match(fault.err, /inside\n\s+at /);
});
