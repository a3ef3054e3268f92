import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { hsChapters, hsHeadings } from './hs-headings.ts';
import type { ChapterLine } from './hs-headings/chapter-line.ts';

/** Headings in each chapter of HS 2022, chapters 01 to 97 in order; 77 is reserved. */
const PER_CHAPTER = `
  6 10 9 10 9 4 14 14 10 8 9 14 2 2 21 5 4 6 5 9 6 9 9 4 29 21 16 50 42 6 5 15 7 7 7 6 7 27 26 17 11 5 4 21 4 2 7
  22 11 7 13 12 10 8 16 9 5 11 11 6 17 17 10 6 6 3 4 15 13 19 18 29 26 16 8 16 0 4 6 4 12 15 11 86 48 9 16 6 8 32
  14 7 7 6 6 20 6`
  .trim()
  .split(/\s+/)
  .map(Number);

test('hsHeadings has the number of headings of each chapter, 1,228 in all', () => {
  const counts = PER_CHAPTER.map(
    (_, i) => [...hsHeadings.keys()].filter((code) => Number(code.slice(0, 2)) === i + 1).length,
  );
  assert.deepEqual(counts, PER_CHAPTER);
  assert.equal(hsHeadings.size, 1228);
});

test('hsHeadings is HS 2022: what came is there, what went is not', () => {
  for (const code of ['0309', '2404', '3827', '8485', '8524', '8549', '8806', '8807']) {
    assert.ok(hsHeadings.has(code), code);
  }
  const gone =
    '0503 0509 1402 1519 2527 2838 2848 2851 4108 4204 4815 5304 6503 6908 7012 7414 7803 7906 8107 8469 8520 8803 9009 9203 9501 9999';
  for (const code of gone.split(' ')) assert.equal(hsHeadings.has(code), false, code);
});

test('hsHeadings is in order, each wording short and once', () => {
  const codes = [...hsHeadings.keys()];
  assert.deepEqual(codes, [...codes].sort());
  for (const [code, wording] of hsHeadings) {
    assert.match(code, /^[0-9]{4}$/);
    assert.ok(
      wording.length >= 3 && wording.length <= 60 && wording === wording.trim(),
      `${code} ${wording}`,
    );
  }
  const wordings = [...hsHeadings.values()];
  assert.deepEqual(
    wordings.filter((wording, i) => wordings.indexOf(wording) !== i),
    [],
  );
});

test('no heading is written down twice or under another chapter', async () => {
  const folder = new URL('./hs-headings/', import.meta.url);
  const seen: string[] = [];
  for (const file of await readdir(folder)) {
    const module = (await import(new URL(file, folder).href)) as Record<string, readonly ChapterLine[]>;
    for (const { chapter, headings } of Object.values(module).flat()) {
      for (const code of Object.keys(headings)) assert.equal(code.slice(0, 2), chapter);
      seen.push(...Object.keys(headings));
    }
  }
  assert.equal(seen.length, new Set(seen).size);
  assert.equal(seen.length, hsHeadings.size);
});

test('hsChapters has 96 chapters, without 77', () => {
  assert.equal(hsChapters.size, 96);
  assert.equal(hsChapters.has('77'), false);
  assert.deepEqual(
    [...hsChapters.keys()],
    [...new Set([...hsHeadings.keys()].map((code) => code.slice(0, 2)))],
  );
});
