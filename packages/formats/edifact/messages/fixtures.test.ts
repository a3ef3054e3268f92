import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import fc from 'fast-check';
import type { CargoRow } from '../../cargo-row.ts';
import { validateRow } from '../../validate-row.ts';
import { mappedTypes } from './create-mapper.ts';
import { mapBytes } from './rows-of.ts';

const folder = new URL('fixtures/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.edi'))
  .map((name) => name.slice(0, -4));

const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`${name}.edi`, folder));
const expectedOf = (name: string): CargoRow[] =>
  readFileSync(new URL(`${name}.rows.ndjson`, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CargoRow);

/** Segments that are understood and say nothing new: sections, totals that agree, repeated values. */
const SILENT: Readonly<Record<string, readonly string[]>> = {
  'baplie-15': ['RFF+VON:0123N', 'RFF+BM:1'],
  'baplie-22': ['RFF+VON:0124N'],
  'baplie-31': ['RFF+VON:0125N', 'UNS+D'],
  'coarri-discharge': ['CNT+16:4'],
  'coarri-load': ['CNT+16:1'],
  'codeco-gate-out': ['CNT+16:2'],
  cohaor: ['CNT+16:2'],
  'coprar-discharge': ['RFF+VON:0124N', 'CNT+16:1'],
  vermas: ['RFF+VON:0124N', 'DTM+WAT:202601200900:203'],
  iftsta: ['RFF+EQ:QZXU2000008', 'CNI+1'],
};

/** All offsets a row holds, at any depth. */
function offsetsIn(value: unknown, offsets: number[] = [], inAt = false): number[] {
  if (typeof value !== 'object' || value === null) return offsets;
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'number' && (inAt || key === 'offset')) offsets.push(entry);
    else offsetsIn(entry, offsets, key === 'at');
  }
  return offsets;
}

test('every mapped type has a fixture', () => {
  const types = new Set(
    names.flatMap((name) =>
      mapBytes(bytesOf(name)).rows.flatMap((row) => (row.kind === 'message' ? row.type : [])),
    ),
  );
  assert.deepEqual([...types].sort(), [...mappedTypes].sort());
});

for (const name of names) {
  test(`${name}: the rows are the expected ones`, () => {
    assert.deepEqual(JSON.parse(JSON.stringify(mapBytes(bytesOf(name)).rows)), expectedOf(name));
  });

  test(`${name}: the message row comes first`, () => {
    assert.equal(mapBytes(bytesOf(name)).rows[0]?.kind, 'message');
  });

  test(`${name}: every segment is read or reported`, () => {
    const bytes = bytesOf(name);
    const { rows, segments } = mapBytes(bytes);
    const offsets = rows.flatMap((row) => offsetsIn(row));
    const silent = segments
      .filter(({ offset, end }) => !offsets.some((at) => at >= offset && at < end))
      .map(({ offset, end }) =>
        Buffer.from(bytes.subarray(offset, end)).toString('latin1').split("'")[0]!.trim(),
      );
    assert.deepEqual([...new Set(silent)].sort(), [...(SILENT[name] ?? [])].sort());
  });

  test(`${name}: the bytes at each offset start with the value`, () => {
    const bytes = bytesOf(name);
    for (const row of mapBytes(bytes).rows) checkValues(row, bytes);
  });

  test(`${name}: the rows are the same for every block size`, () => {
    const whole = mapBytes(bytesOf(name)).rows;
    for (const size of [1, 2, 7, 64, 1000])
      assert.deepEqual(mapBytes(bytesOf(name), undefined, size).rows, whole);
  });
}

/** Words that translate a code rather than repeat it. */
const TRANSLATED = new Set(['role', 'load', 'mode', 'statement', 'function', 'method', 'exception', 'event']);

function checkValues(value: object, bytes: Uint8Array): void {
  const row = value as Record<string, unknown>;
  const at = (row['at'] ?? {}) as Record<string, number>;
  for (const [key, offset] of Object.entries(at)) {
    const [name, index] = key.split('.') as [string, string | undefined];
    if (TRANSLATED.has(name) || (name === 'description' && index !== undefined)) continue;
    const stated = index === undefined ? row[name] : (row[name] as unknown[])[Number(index)];
    check(name, stated, offset, bytes);
  }
  const offset = row['offset'] as number;
  if ('kg' in row) check('kg', row['kg'], offset, bytes);
  if ('number' in row && row['kind'] === undefined) check('number', row['number'], offset, bytes);
  if ('port' in row && row['kind'] === undefined) check('port', row['port'], offset, bytes);
  for (const entry of Object.values(row)) {
    if (Array.isArray(entry))
      for (const each of entry)
        if (typeof each === 'object' && each !== null) checkValues(each as object, bytes);
  }
}

function check(name: string, stated: unknown, offset: number, bytes: Uint8Array): void {
  const text = Buffer.from(bytes.subarray(offset, offset + 80)).toString('latin1');
  const word = /^[^+:']*/.exec(text)?.[0] ?? '';
  const where = `${name} ${String(stated)} at ${offset}: ${text.slice(0, 30)}`;
  if (typeof stated === 'number') {
    if (name === 'kg' || name === 'grossKg') {
      const sent = Number(word.replace(',', '.'));
      assert.ok(
        [1, 0.001, 1000, 0.45359237, 907.18474].some((unit) => Math.abs(sent * unit - stated) < 0.001),
        where,
      );
    } else if (stated > 1e11) assert.match(word, /^\d{6,14}/, where);
    else if (name === 'setTemperatureC')
      assert.equal(Math.abs(Number(word.replace(',', '.').replace('-', ''))), Math.abs(stated), where);
    else assert.equal(Number(word), stated, where);
    return;
  }
  assert.equal(typeof stated, 'string', where);
  const plain = (string: string): string => string.toUpperCase().replace(/[\s.-]/g, '');
  const sent = name === 'stow' || name === 'position' ? word.trim().padStart(7, '0') : word;
  assert.ok(plain(stated as string).startsWith(plain(sent)) && sent !== '', where);
}

test('mutated messages are mapped without a throw, and each gives a message row first', () => {
  const files = names.map(bytesOf);
  const noise = [...Buffer.from("+:'?*,.-0 \0\r\nAZé", 'latin1')];
  fc.assert(
    fc.property(
      fc.nat(files.length - 1),
      fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
          length: fc.nat(40),
          kind: fc.constantFrom('set', 'cut', 'double', 'swap'),
          byte: fc.constantFrom(...noise),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      (index, edits) => {
        let bytes = [...files[index]!];
        for (const { at, length, kind, byte } of edits) {
          const from = Math.floor(at * bytes.length);
          if (kind === 'set') bytes[from] = byte;
          else if (kind === 'cut') bytes.splice(from, length);
          else if (kind === 'double') bytes.splice(from, 0, ...bytes.slice(from, from + length));
          else
            bytes = [
              ...bytes.slice(0, from),
              ...bytes.slice(from + length),
              ...bytes.slice(from, from + length),
            ];
        }
        const { rows } = mapBytes(Uint8Array.from(bytes));
        if (rows.length > 0) assert.equal(rows[0]?.kind, 'message');
        for (const row of rows) {
          validateRow(row);
          for (const offset of offsetsIn(row))
            assert.ok(Number.isInteger(offset) && offset >= 0 && offset <= bytes.length);
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test('the fixtures use owner prefixes that are not issued', () => {
  for (const name of names)
    for (const row of mapBytes(bytesOf(name)).rows)
      if (row.kind === 'container') assert.match(row.number, /^QZX/);
});
