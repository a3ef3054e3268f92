import assert from 'node:assert/strict';
import { test } from 'node:test';
import encode from 'qr';
import decode from 'qr/decode.js';
import { numberInCode } from './read-qr.ts';

test('numberInCode() finds the number alone, in an address and as people write it', () => {
  assert.equal(numberInCode('CSQU3054383'), 'CSQU3054383');
  assert.equal(numberInCode('https://box.example/c/csqu3054383?x=1'), 'CSQU3054383');
  assert.equal(numberInCode('container CSQU 305438-3'), 'CSQU3054383');
});

test('numberInCode() finds none where there is none', () => {
  for (const text of ['', 'CSQ3054383', 'CSQU305438', 'https://example.com', '12345678901'])
    assert.equal(numberInCode(text), null, text);
});

test('the reader for phones without one of their own reads a drawn code', () => {
  const rows = encode('CSQU3054383', 'raw', { border: 4, scale: 4 });
  const size = rows.length;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (const [y, row] of rows.entries())
    for (const [x, dark] of row.entries()) if (dark) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
  assert.equal(decode({ width: size, height: size, data }), 'CSQU3054383');
});
