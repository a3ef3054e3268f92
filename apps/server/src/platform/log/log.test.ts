import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HavenwachtError } from '../havenwacht-error.ts';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }));
  return lines;
}

test('the log takes secrets out, by their names and out of addresses', () => {
  const text = logged((log) => {
    log.info(
      { password: 'hunter2', deep: { token: 'hunter2', more: { authorization: 'hunter2' } } },
      'signed in',
    );
    log.info({ headers: { cookie: 'hunter2', 'set-cookie': 'hunter2' } }, 'request');
    log.warn(
      { error: new Error('no answer from postgres://node:hunter2@db/havenwacht') },
      'postgresql://node:hunter2@db',
    );
  }).join('');
  assert.ok(!text.includes('hunter2'), text);
  assert.match(text, /postgres:\/\/node:\[secret\]@db/);
});

test('the log keeps code, details and cause of an error, with the words of its level', () => {
  const error = new HavenwachtError('a/b', 500, 'words', { details: { n: 1 }, cause: new Error('inner') });
  const [line = ''] = logged((log) => log.error({ error }, 'failed'));
  const entry = JSON.parse(line) as {
    level: string;
    error: { code: string; details: object; cause: { message: string } };
  };
  assert.deepEqual(
    [entry.level, entry.error.code, entry.error.details, entry.error.cause.message],
    ['error', 'a/b', { n: 1 }, 'inner'],
  );
});

test('the log leaves out what is below its level', () => {
  assert.deepEqual(
    logged((log) => log.debug('detail')),
    [],
  );
});
