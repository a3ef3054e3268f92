import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { mapBytes } from './rows-of.ts';

const corpus = new URL('../../../../../shared/corpus/edifact/', import.meta.url);

/** Maritime messages of the corpus: rows by kind, and unread rows by their name. */
const expected: Readonly<Record<string, { readonly rows: Readonly<Record<string, number>>; readonly unread: readonly string[] }>> = {
  'apim__d04b_baplie.edi': {
    rows: { message: 1, voyage: 1, container: 1 },
    unread: ['TDT+20', 'LOC+5', 'LOC+61', 'DTM+178', 'DTM+133', 'DTM+132', 'RFF+VON', 'LOC+6', 'LOC+12', 'LOC+83', 'RFF+BM'],
  },
  'pist__sample_baplie.txt': { rows: { message: 1, voyage: 1, container: 5 }, unread: ['EQD+CN', 'EQD+CN', 'EQD+CN', 'EQD+CN', 'EQD+CN'] },
  'shogg__baplie0.edi': { rows: { message: 1, voyage: 1, container: 1 }, unread: ['DTM+133', 'FTX+HAN', 'FTX+AAY'] },
  'staedi__baplie-test.edi': { rows: { message: 1, voyage: 1, container: 1 }, unread: ['DTM+132', 'DTM+133', 'FTX+ZZZ', 'RFF+BM'] },
  'apim__d95b_coprar.edi': { rows: { message: 1, voyage: 1, container: 2 }, unread: ['RFF+XXX', 'TDT+10', 'TDT+10', 'CNT+16'] },
  'apim__d00b_iftsta.edi': {
    rows: { message: 1, movement: 1 },
    unread: ['RFF+4F', 'RFF+AAZ', 'RFF+CO', 'RFF+FF', 'LOC+175', 'TDT+1', 'LOC+29', 'DTM+132', 'DTM+133', 'RFF+EQ'],
  },
}; // prettier-ignore

describe(
  'the maritime messages of the corpus',
  { skip: existsSync(corpus) ? false : '../shared/corpus is not here' },
  () => {
    for (const [file, { rows, unread }] of Object.entries(expected))
      test(`${file} gives the rows of the table`, () => {
        const mapped = mapBytes(readFileSync(new URL(file, corpus)));
        const counts: Record<string, number> = {};
        for (const row of mapped.rows)
          if (row.kind !== 'unread') counts[row.kind] = (counts[row.kind] ?? 0) + 1;
        assert.deepEqual(counts, rows);
        assert.deepEqual(
          mapped.rows.flatMap((row) => (row.kind === 'unread' ? [row.what] : [])),
          unread,
        );
      });

    test('a bay plan with a fixed-width number, a temperature and dangerous goods is read in full', () => {
      const row = mapBytes(readFileSync(new URL('shogg__baplie0.edi', corpus))).rows.find(
        ({ kind }) => kind === 'container',
      );
      assert.ok(row?.kind === 'container');
      assert.deepEqual([row.number, row.stow, row.setTemperatureC, row.dangerous?.length, row.bookings], ['CSNU1487660', '0371582', -18, 3, ['2697489840']]); // prettier-ignore
    });

    test('an instruction of another trade keeps its parties, goods and marks', () => {
      const row = mapBytes(readFileSync(new URL('apim__iftmin_1.edi', corpus))).rows.find(
        ({ kind }) => kind === 'consignment',
      );
      assert.ok(row?.kind === 'consignment');
      assert.deepEqual(
        [row.parties.length, row.goods[0]?.hs, row.goods[0]?.marks],
        [6, '7411220000', '370404600000010750'],
      );
    });
  },
);
