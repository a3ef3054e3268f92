import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CargoRow } from '@havenwacht/formats';
import { checkFile, mapFile, readAtOnce, type ReadReport } from './read-edifact.ts';

const message = (reference: string, number: string): string =>
  `UNH+${reference}+CODECO:D:95B:UN'BGM+34+G${reference}+9'TDT+20+1W+1'EQD+CN+${number}+45R1+++5'LOC+165+NLVLI:139:6'UNT+6+${reference}'`;
const interchange = (control: string, body: string, closed = true): string =>
  `UNB+UNOA:2+QZGATE+QZCUSTOMS+260101:1200+${control}'${body}${closed ? `UNZ+1+${control}'` : ''}`;
const invoice = "UNH+9+INVOIC:D:97B:UN'BGM+380+1+9'UNT+3+9'";

const files: Readonly<Record<string, string>> = {
  'one interchange': interchange('1', message('1', 'QZXU6000014')),
  'a cut interchange between two sound ones':
    interchange('1', message('1', 'QZXU6000014')) +
    interchange('2', message('2', 'QZXU6010010'), false) +
    interchange('3', message('3', 'QZXU6020017')),
  'a type that is not read': interchange('1', invoice),
  'a message that ends in its middle': interchange('1', message('1', 'QZXU6000014').slice(0, 70), false),
  'no EDIFACT': '<html></html>',
  'nothing at all': '',
};

async function* inBlocksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The two readings of a long file, the second without what the first put in quarantine unless `all`. */
async function streamed(
  bytes: Uint8Array,
  all: boolean,
): Promise<{ readonly report: ReadReport; readonly rows: readonly CargoRow[] }> {
  const rows: CargoRow[] = [];
  const report = await checkFile(inBlocksOf(bytes, 7));
  const untaken = report.interchanges.flatMap((one) =>
    one.verdict === 'quarantined' ? [one.interchange] : [],
  );
  await mapFile(
    inBlocksOf(bytes, 7),
    (one) => all || !untaken.includes(one),
    (row) => rows.push(row),
    async () => {},
  );
  return { report, rows };
}

for (const [name, text] of Object.entries(files)) {
  for (const all of [false, true]) {
    test(`readAtOnce() gives of ${name} what two readings give, ${all ? 'quarantined interchanges too' : 'without quarantined interchanges'}`, async () => {
      const bytes = new TextEncoder().encode(text);
      const rows: CargoRow[] = [];
      const report = readAtOnce(bytes, all, (row) => rows.push(row));
      assert.deepEqual({ report, rows }, await streamed(bytes, all));
    });
  }
}

test('readAtOnce() takes nothing of a cut interchange and everything of the sound ones beside it', () => {
  const bytes = new TextEncoder().encode(files['a cut interchange between two sound ones']);
  const containers = (all: boolean): readonly string[] => {
    const rows: CargoRow[] = [];
    readAtOnce(bytes, all, (row) => rows.push(row));
    return rows.flatMap((row) => (row.kind === 'movement' ? [row.container] : []));
  };
  assert.deepEqual(containers(false), ['QZXU6000014', 'QZXU6020017']);
  assert.deepEqual(containers(true), ['QZXU6000014', 'QZXU6010010', 'QZXU6020017']);
});
