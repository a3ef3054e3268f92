import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { CargoRow } from '../cargo-row.ts';
import { readDcsa } from './read-dcsa.ts';

const corpus = new URL('../../../../shared/corpus/dcsa-json/', import.meta.url);
const table = readFileSync(new URL('corpus-verdicts.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

describe(
  'the corpus of DCSA documents',
  { skip: existsSync(corpus) ? false : '../shared/corpus is not here' },
  () => {
    test('has a line in the table for each of its files', () => {
      const files = readdirSync(corpus)
        .filter((name) => name.endsWith('.json'))
        .sort();
      assert.deepEqual(table.map(([file]) => file).sort(), files);
    });

    for (const [file = '', verdict, count, codes = '', reason = ''] of table)
      test(`${file} is ${verdict}: ${reason}`, () => {
        const rows: CargoRow[] = [];
        const report = readDcsa(readFileSync(new URL(file, corpus)), (row) => rows.push(row));
        assert.equal(report.verdict, verdict);
        assert.equal(
          rows.filter(({ kind }) => kind !== 'unread' && kind !== 'message').length,
          Number(count),
        );
        const found = [...new Set(report.findings.map(({ code }) => code.slice('dcsa/'.length)))].sort();
        assert.deepEqual(
          found,
          codes
            .split(' ')
            .filter((code) => code !== '')
            .sort(),
        );
      });
  },
);
