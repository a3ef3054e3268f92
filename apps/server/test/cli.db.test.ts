import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { after, test } from 'node:test';
import type { Truth } from '@havenwacht/simulator';
import { aContainer, aDischargeOrder, day } from './a-message.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'bin', 'havenwacht');
const home = mkdtempSync(join(tmpdir(), 'havenwacht-bin-'));
chmodSync(home, 0o755);
after(() => rmSync(home, { recursive: true, force: true }));

function run(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: readonly Record<string, unknown>[];
} {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    input: '',
    env: { PATH: process.env['PATH'], HAVENWACHT_DATA: join(home, 'data'), HAVENWACHT_PORT: '0' },
  });
  return {
    status,
    stdout,
    stderr,
    get lines() {
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

const simulation = join(home, 'simulation');
/** What `screen --json` says of the simulation. */
let screened: ReturnType<typeof run>;

test('simulate writes the same bytes for the same seed, and others for another', () => {
  const digest = (folder: string): string => {
    const hash = createHash('sha256');
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const path of entries.map((entry) => join(entry.parentPath, entry.name)).sort()) {
      hash.update(relative(folder, path)).update(readFileSync(path));
    }
    return hash.digest('hex');
  };
  const folders = [simulation, join(home, 'same'), join(home, 'other')];
  for (const [index, folder] of folders.entries()) {
    const { status, stderr } = run(
      'simulate',
      '--seed',
      index === 2 ? '6' : '5',
      '--boxes',
      '80',
      '--out',
      folder,
    );
    assert.equal(status, 0, stderr);
  }
  const [first, same, other] = folders.map(digest);
  assert.equal(same, first);
  assert.notEqual(other, first);
});

test('screen --json prints each visit once, in rank order, with reasons that name the file that was given', () => {
  screened = run('screen', simulation, '--json');
  const { status, lines, stderr } = screened;
  const truth = JSON.parse(readFileSync(join(simulation, 'truth.json'), 'utf8')) as Truth;
  const quarantined = truth.defects
    .filter((defect) => defect.expectedVerdict === 'quarantined')
    .map((defect) => basename(defect.file));
  assert.equal(status, quarantined.length > 0 ? 3 : 0, stderr);
  for (const name of quarantined)
    assert.match(stderr, new RegExp(`quarantined: .*${name.replaceAll('.', '\\.')}`));
  assert.ok(lines.length >= 75, `${lines.length} lines`);
  assert.deepEqual(
    lines.map((line) => line['rank']),
    lines.map((_, index) => index + 1),
  );
  const visits = lines.map(({ container, visit }) => JSON.stringify([container, visit]));
  assert.equal(new Set(visits).size, visits.length);
  for (const line of lines) {
    assert.deepEqual(
      Object.keys(line).filter((key) =>
        ['rank', 'container', 'visit', 'score', 'band', 'selectedBy', 'reasons', 'notEvaluated'].includes(
          key,
        ),
      ).length,
      8,
    );
    assert.deepEqual(Object.keys(line['visit'] as object), ['port', 'vesselImo', 'voyage']);
    for (const { signal, weight, text, sources } of line['reasons'] as readonly {
      signal: string;
      weight: number;
      text: string;
      sources: readonly { file: string; offset: number }[];
    }[]) {
      assert.ok(signal !== '' && Number.isFinite(weight) && text !== '');
      for (const { file, offset } of sources)
        assert.ok(offset < readFileSync(file).length, `${file} ${offset}`);
    }
  }
  const planted = new Set(truth.planted.map((one) => one.container));
  const ofPlanted = lines.filter(
    (line) => planted.has(String(line['container'])) && (line['reasons'] as object[]).length > 0,
  );
  assert.ok(ofPlanted.length > 0, 'planted cases are in the list with reasons');
});

test('screen gives the same scores for the same files, whatever the folder is called', () => {
  const elsewhere = join(home, 'elsewhere');
  cpSync(simulation, elsewhere, { recursive: true, preserveTimestamps: true });
  const scored = (of: typeof screened): readonly unknown[] =>
    of.lines.map(({ rank, container, visit, score, reasons }) => [
      rank,
      container,
      visit,
      score,
      (reasons as { text: string }[]).map((one) => one.text),
    ]);
  assert.deepEqual(scored(run('screen', elsewhere, '--json')), scored(screened));
});

test('screen says what is wrong with what it is given', () => {
  assert.equal(run('screen', join(home, 'absent')).status, 5);
  const empty = join(home, 'empty');
  mkdirSync(empty);
  assert.equal(run('screen', empty).status, 5);
  assert.equal(run('screen', simulation, '--as-of', 'yesterday').status, 2);
  assert.equal(run('screen', simulation, '--ports', 'Vlissingen').status, 2);
  assert.equal(run('screen').status, 2);
});

test('screen reads one message for people: a table on stdout, words on stderr', () => {
  const number = aContainer(800_001);
  const file = join(home, 'order.edi');
  const at = Date.UTC(2026, 2, 2);
  writeFileSync(
    file,
    aDischargeOrder({
      at,
      voyage: { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: at + day },
      boxes: [{ number }],
    }),
  );
  const { status, stdout, stderr } = run('screen', file);
  assert.equal(status, 0, stderr);
  assert.match(stdout, new RegExp(`${number}.*NLVLI`));
});

test('edifact check on a simulation finds the verdicts that its truth names', () => {
  const truth = JSON.parse(readFileSync(join(simulation, 'truth.json'), 'utf8')) as Truth;
  const expected = new Map(
    truth.defects
      .filter((defect) => defect.file.endsWith('.edi'))
      .map((defect) => [join(simulation, defect.file), defect.expectedVerdict]),
  );
  assert.ok(expected.size > 0);
  const { status, lines } = run('edifact', 'check', '--json', ...expected.keys());
  const order = ['accepted', 'warning', 'quarantined'];
  const found = new Map<string, string>();
  for (const { file, verdict } of lines as readonly { file: string; verdict: string }[]) {
    if (order.indexOf(verdict) >= order.indexOf(found.get(file) ?? 'accepted')) found.set(file, verdict);
  }
  assert.deepEqual(found, expected);
  assert.equal(status, [...expected.values()].includes('quarantined') ? 3 : 0);
});

test('demo --once prints the ranking of a simulated day, and the same one a second time', () => {
  const first = run('demo', '--once', '--boxes', '60', '--json');
  assert.equal(first.status, 0, first.stderr);
  assert.ok(first.lines.length > 0);
  assert.deepEqual(
    first.lines.map((line) => line['rank']),
    first.lines.map((_, index) => index + 1),
  );
  assert.match(first.stderr, /synthetic/);
  const second = run('demo', '--once', '--boxes', '60', '--json');
  assert.equal(second.status, 0, second.stderr);
  assert.equal(second.stdout, first.stdout);
});

test('an unknown command ends with 2 and names what there is', () => {
  const { status, stdout, stderr } = run('rank');
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /rank/);
});
