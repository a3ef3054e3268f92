import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import { errorWords, exitCode, exitCodeOf } from './exit-code.ts';

test('exitCodeOf() says with the exit code what an error says with its status', () => {
  const of = (status: number, code = 'a/b'): number => exitCodeOf(new HavenwachtError(code, status, 'words'));
  assert.equal(of(400), exitCode.usage);
  assert.equal(of(403), exitCode.notPermitted);
  assert.equal(of(404), exitCode.notFound);
  assert.equal(of(409), exitCode.conflict);
  assert.equal(of(503), exitCode.dependencyDown);
  assert.equal(of(500), exitCode.unexpected);
  assert.equal(of(422, 'verification/backup'), exitCode.verificationFailed);
  assert.equal(exitCodeOf(Object.assign(new Error(''), { code: 'ENOENT' })), exitCode.notFound);
  assert.equal(exitCodeOf(Object.assign(new Error(''), { code: 'EACCES' })), exitCode.notPermitted);
  assert.equal(exitCodeOf('anything'), exitCode.unexpected);
});

test("errorWords() puts the system's codes into words", () => {
  assert.equal(
    errorWords(Object.assign(new Error('ENOENT: …'), { code: 'ENOENT', path: 'a.edi' })),
    'There is no such file or folder: a.edi',
  );
  assert.equal(errorWords(new Error('plain')), 'plain');
});
