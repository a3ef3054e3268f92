import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { writeCompletion } from './write-completion.ts';

const words = new Map([
  [
    '',
    [
      { word: 'edifact', about: 'check files' },
      { word: 'doctor', about: "say what's wrong" },
      { word: '--json', about: 'json' },
    ],
  ],
  [
    'edifact',
    [
      { word: 'check', about: 'check' },
      { word: '--json', about: 'json' },
    ],
  ],
  ['edifact check', [{ word: '--help', about: 'help: first' }]],
  ['doctor', [{ word: '--help', about: 'help' }]],
]);

const bash = existsSync('/bin/bash') ? false : 'bash is not here';

test('the bash script offers what can follow the words so far', { skip: bash }, () => {
  const script = writeCompletion('bash', words);
  const offered = (...typed: string[]): string[] => {
    const line = `${script}
COMP_WORDS=(havenwacht ${typed.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${typed.length}
_havenwacht
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync('/bin/bash', ['-euc', line], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.split('\n').filter((word) => word !== '');
  };
  assert.deepEqual(offered(''), ['edifact', 'doctor', '--json']);
  assert.deepEqual(offered('d'), ['doctor']);
  assert.deepEqual(offered('--json', 'edifact', ''), ['check', '--json']);
  assert.deepEqual(offered('edifact', 'check', 'a.edi', '--'), ['--help']);
});

test('the scripts of the other shells name every command and quote what has to be quoted', () => {
  const zsh = writeCompletion('zsh', words);
  assert.match(zsh, /^#compdef havenwacht/);
  assert.match(zsh, /\('edifact check'\) items=\('--help:help: first'\) ;;/);
  assert.match(zsh, /'doctor:say what'\\''s wrong'/);
  const fish = writeCompletion('fish', words);
  assert.match(
    fish,
    /-n '__fish_seen_subcommand_from edifact; and __fish_seen_subcommand_from check' -l help/,
  );
  assert.match(fish, /-n 'not __fish_seen_subcommand_from edifact doctor' -f -a doctor/);
});
