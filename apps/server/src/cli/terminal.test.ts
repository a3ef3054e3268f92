import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createTerminal, plainText } from './terminal.ts';

function aTerminal(
  options: { tty?: boolean; json?: boolean; quiet?: boolean; env?: Record<string, string> } = {},
) {
  const isTTY = options.tty === true;
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const stderr = Object.assign(new PassThrough(), { isTTY, columns: 60 });
  const terminal = createTerminal(
    { stdout, stderr, env: options.env ?? {} },
    { json: options.json === true, quiet: options.quiet === true },
  );
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { terminal, out: () => text(stdout), err: () => text(stderr) };
}

test('data goes to stdout and words to stderr', async () => {
  const { terminal, out, err } = aTerminal();
  await terminal.line({ n: 1 });
  await terminal.print('data');
  terminal.say('words');
  assert.deepEqual([out(), err()], ['{"n":1}\ndata\n', 'words\n']);
});

test('--quiet leaves only errors on stderr', () => {
  const { terminal, err } = aTerminal({ quiet: true, tty: true });
  terminal.say('words');
  terminal.progress('work').update(1, 2);
  terminal.complain('broken');
  assert.equal(err(), 'broken\n');
});

test('a progress bar is drawn on a terminal only, and taken away at its end', () => {
  const plain = aTerminal();
  plain.terminal.progress('check').update(1, 2);
  assert.equal(plain.err(), '');
  const tty = aTerminal({ tty: true });
  const bar = tty.terminal.progress('check');
  bar.update(1, 2);
  assert.match(tty.err(), /check \[#{12}\.{12}\] 50 % 1/);
  bar.end();
  bar.update(2, 2);
  assert.equal(tty.err(), '\r\u001b[2K');
});

test('colours are left out off a terminal and with NO_COLOR', () => {
  assert.equal(aTerminal().terminal.colour('red', 'x'), 'x');
  assert.equal(aTerminal({ tty: true, env: { NO_COLOR: '1' } }).terminal.colour('red', 'x'), 'x');
  assert.equal(aTerminal({ tty: true }).terminal.colour('red', 'x'), '\u001b[31mx\u001b[39m');
});

test('a table has columns as wide as their widest cell', async () => {
  const { terminal, out } = aTerminal();
  await terminal.table(
    [{ title: 'name' }, { title: 'n', align: 'right' }],
    [
      ['a longer one', '7'],
      ['b', '1234'],
    ],
  );
  assert.equal(out(), 'name             n\na longer one     7\nb             1234\n');
});

test('plainText() keeps foreign text from commanding the terminal', () => {
  assert.equal(plainText('a\u001b]0;title\u0007b\u001b[31mc\r\nd\u009be'), 'abc d e');
});
