import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkConfig } from './config.ts';
import { readEnv } from './env.ts';

test('checkConfig() has an answer for everything when nothing is set', () => {
  const config = checkConfig(readEnv({}));
  assert.deepEqual(config.ports, ['NLVLI', 'NLRTM']);
  assert.equal(config.databaseUrl, null);
  assert.equal(config.http.host, '127.0.0.1');
  assert.equal(config.http.portAsked, false);
  assert.equal(config.inbox, join(config.dataFolder, 'inbox'));
});

test('checkConfig() takes what is set', () => {
  const config = checkConfig(
    readEnv({
      HAVENWACHT_PORTS: 'BEANR, BEZEE',
      HAVENWACHT_COUNTRY: 'BE',
      HAVENWACHT_PORT: '8080',
      HAVENWACHT_METRICS_PORT: 'off',
      HAVENWACHT_INBOX: 'off',
      DATABASE_URL: 'postgres://node@db.example/havenwacht',
    }),
  );
  assert.deepEqual(config.ports, ['BEANR', 'BEZEE']);
  assert.deepEqual(
    [config.http.port, config.http.portAsked, config.metrics, config.inbox],
    [8080, true, null, null],
  );
  assert.equal(config.databaseUrl, 'postgres://node@db.example/havenwacht');
});

test('checkConfig() refuses with all problems at once and names each variable', () => {
  const env = readEnv({
    HAVENWACHT_PORTS: 'Rotterdam',
    HAVENWACHT_PORT: '99999',
    DATABASE_URL: 'mysql://elsewhere',
    HAVENWACHT_COUNTY: 'NL',
    HAVENWACHT_NAME_FILE: '/nowhere/at/all',
  });
  assert.throws(
    () => checkConfig(env),
    (error: Error & { code: string; details: { problems: string[] } }) => {
      assert.equal(error.code, 'config/invalid');
      const problems = error.details.problems.join('\n');
      for (const name of [
        'HAVENWACHT_PORTS',
        'HAVENWACHT_PORT:',
        'DATABASE_URL:',
        'HAVENWACHT_COUNTY',
        'HAVENWACHT_NAME_FILE',
      ]) {
        assert.ok(problems.includes(name), name);
      }
      return true;
    },
  );
});

test('checkConfig() does not repeat a secret in its problems', () => {
  assert.throws(
    () => checkConfig(readEnv({ DATABASE_URL: 'mysql://node:hunter2@db' })),
    (error: Error) => !error.message.includes('hunter2'),
  );
});

test('readEnv() reads a secret from a file and refuses it from two places', () => {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-env-'));
  const file = join(folder, 'database');
  writeFileSync(file, 'postgres://node:secret@db/havenwacht\n');
  try {
    assert.equal(
      readEnv({ DATABASE_URL_FILE: file }).values.DATABASE_URL,
      'postgres://node:secret@db/havenwacht',
    );
    const both = readEnv({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://other/db' });
    assert.deepEqual(both.problems, ['DATABASE_URL and DATABASE_URL_FILE are both set; use one.']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('checkConfig() lets others reach the node through https only', () => {
  const problems = (env: Record<string, string>): string => {
    try {
      checkConfig(readEnv(env));
      return '';
    } catch (error) {
      return (error as { details: { problems: string[] } }).details.problems.join('\n');
    }
  };
  const everywhere = { HAVENWACHT_HOST: '0.0.0.0' };
  assert.match(problems(everywhere), /^HAVENWACHT_HOST: others reach/);
  assert.match(problems({ ...everywhere, HAVENWACHT_ORIGIN: 'http://localhost:4180' }), /^HAVENWACHT_HOST/);
  assert.equal(problems({ ...everywhere, HAVENWACHT_ORIGIN: 'https://node.example' }), '');
  for (const origin of [
    'http://node.example',
    'https://node.example/',
    'node.example',
    'https://u:p@node.example',
  ])
    assert.match(problems({ HAVENWACHT_ORIGIN: origin }), /^HAVENWACHT_ORIGIN/, origin);
  assert.match(problems({ HAVENWACHT_PROXIES: 'everybody' }), /^HAVENWACHT_PROXIES/);
  assert.match(problems({ HAVENWACHT_OIDC_ISSUER: 'http://login.example' }), /^HAVENWACHT_OIDC_ISSUER/);
  assert.match(problems({ HAVENWACHT_OIDC_ISSUER: 'https://login.example' }), /go together/);
});
