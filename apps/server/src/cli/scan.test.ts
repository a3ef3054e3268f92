import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeScanAbout, type ScanAbout } from '@havenwacht/formats/scan';
import { writeTiff } from '@havenwacht/formats/tiff';
import { exitCode } from './exit-code.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-scan-'));
after(() => rmSync(home, { recursive: true }));

const main = join(import.meta.dirname, 'main.ts');
function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}
const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const about: ScanAbout = {
  container: 'QZXU1234565',
  scanner: { id: 'QZ-1', manufacturer: '', model: '' },
  acquiredAt: '2026-03-02T05:00:00Z',
  lane: null,
  direction: null,
  channels: [{ energy: 'high', nominalMV: 6, airLevel: 60_000, darkLevel: 100 }],
  geometry: null,
};
const samples = Uint16Array.from({ length: 12 }, (_, i) => i * 100);

test('scan info tells what a file holds and what is wrong with it, and ends as the contract says', () => {
  const [good, bare, cut, huge] = ['good.tiff', 'bare.tiff', 'cut.tiff', 'huge.tiff'].map((name) =>
    join(home, name),
  ) as [string, string, string, string];
  const whole = writeTiff([{ columns: 4, rows: 3, samples, description: writeScanAbout(about) }]);
  writeFileSync(good, whole);
  writeFileSync(bare, writeTiff([{ columns: 4, rows: 3, samples }]));
  writeFileSync(join(home, 'bare.json'), writeScanAbout({ ...about, container: 'QZXU7654321' }));
  writeFileSync(cut, whole.subarray(0, 20));
  // 4 GiB that take no room on the disk, and must take none in memory.
  writeFileSync(huge, '');
  truncateSync(huge, 2 ** 32);
  const told = run('scan', 'info', '--json', good, bare, cut, huge);
  assert.equal(told.status, exitCode.someRejected, told.stderr);
  assert.deepEqual(
    lines(told.stdout).map(({ verdict, container, columns, rows, channels, findings }) => [
      verdict,
      container,
      columns,
      rows,
      channels,
      (findings as { code: string }[]).map(({ code }) => code),
    ]),
    [
      [
        'warning',
        'QZXU1234565',
        4,
        3,
        [{ ...about.channels[0], least: 0, most: 1_100 }],
        ['scan/no-geometry'],
      ],
      [
        'warning',
        'QZXU7654321',
        4,
        3,
        [{ ...about.channels[0], least: 0, most: 1_100 }],
        ['scan/no-geometry'],
      ],
      ['quarantined', undefined, undefined, undefined, undefined, ['scan/cut-off']],
      ['quarantined', undefined, undefined, undefined, undefined, ['scan/too-large']],
    ],
  );
  const words = run('scan', 'info', cut);
  assert.match(words.stdout, /^quarantined {2}.*cut\.tiff\n {2}byte \d+ {2}scan\/cut-off/);
  const absent = run('scan', 'info', join(home, 'absent.tiff'));
  assert.equal(absent.status, exitCode.notFound);
  assert.equal(run('scan', 'info', home).status, exitCode.usage);
});

test('scan train wants a seed and a place to write to', () => {
  assert.equal(run('scan', 'train', '--out', join(home, 'a.json')).status, exitCode.usage);
  assert.equal(run('scan', 'train', '--seed', '1').status, exitCode.usage);
  assert.equal(run('scan', 'train', '--seed', 'x', '--out', join(home, 'a.json')).status, exitCode.usage);
});
