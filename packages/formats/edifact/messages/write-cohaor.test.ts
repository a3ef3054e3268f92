import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { checkEdifactBytes } from '../check.ts';
import { mapBytes } from './rows-of.ts';
import { CohaorWriteError, writeCohaor, type CohaorOrder } from './write-cohaor.ts';

const order: CohaorOrder = {
  sender: 'NLCUS',
  recipient: 'QZTERMINAL',
  number: 'QZT0000012',
  madeAt: Date.UTC(2026, 2, 2, 6, 0),
  doneBy: Date.UTC(2026, 2, 2, 9, 30),
  port: 'NLVLI',
  terminal: 'QZT',
  handling: 'guarded-stack',
  block: '071',
  units: [
    { container: 'QZXU2000008', sizeType: '45R1', load: 'full' },
    { container: 'QZXU2000040', sizeType: '22G1', load: 'empty' },
    { container: 'QZXU2000135' },
  ],
};

test('writeCohaor() writes an interchange without findings that the mapper reads back whole', () => {
  const bytes = writeCohaor(order);
  assert.deepEqual(
    checkEdifactBytes(bytes).map(({ verdict }) => verdict),
    ['accepted'],
  );
  const { rows } = mapBytes(bytes);
  assert.deepEqual(
    rows.filter(({ kind }) => kind === 'unread'),
    [],
  );
  const [message, ...boxes] = rows;
  assert.ok(message?.kind === 'message');
  assert.deepEqual(
    [message.type, message.documentNumber, message.sender, message.recipient, message.statement],
    ['COHAOR', order.number, order.sender, order.recipient, 'instruction'],
  );
  assert.deepEqual(
    boxes.map((row) =>
      row.kind === 'movement'
        ? [row.container, row.event, row.classifier, row.code, row.position, row.port, row.terminal, row.sizeType, row.load, row.happenedAt] // prettier-ignore
        : row.kind,
    ),
    order.units.map(({ container, sizeType, load }) => [
      container,
      'yard-move',
      'planned',
      'GRD',
      '071',
      'NLVLI',
      'QZT',
      sizeType,
      load,
      order.doneBy,
    ]),
  );
});

test('writeCohaor() gives the same bytes for the same order', () => {
  assert.deepEqual(writeCohaor(order), writeCohaor({ ...order, units: [...order.units] }));
});

test('writeCohaor() writes every container in one way, so that the list does not tell them apart', () => {
  const text = new TextDecoder().decode(
    writeCohaor({ ...order, units: order.units.map(({ container }) => ({ container, load: 'full' })) }),
  );
  const groups = text
    .split('EQD+CN+')
    .slice(1)
    .map((group) => group.split("'").slice(1, 4).join("'"));
  assert.equal(new Set(groups).size, 1);
});

for (const [why, broken, code] of [
  ['no container', { units: [] }, 'cohaor/incomplete'],
  ['no number', { number: '' }, 'cohaor/incomplete'],
  ['a number that is too long', { number: 'A'.repeat(15) }, 'cohaor/incomplete'],
  ['no moment', { doneBy: Number.NaN }, 'cohaor/incomplete'],
  ['no terminal', { terminal: '' }, 'cohaor/incomplete'],
  ['no recipient', { recipient: '' }, 'cohaor/incomplete'],
  ['a guarded stack without a block', { block: null }, 'cohaor/incomplete'],
  ['a block with a separator', { block: "0'7" }, 'cohaor/incomplete'],
  ['a container twice', { units: [order.units[0]!, order.units[0]!] }, 'cohaor/too-much'],
  ['10,000 containers', { units: Array.from({ length: 10_000 }, (_, n) => ({ container: `C${n}` })) }, 'cohaor/too-much'], // prettier-ignore
] as const) {
  test(`writeCohaor() refuses ${why}`, () => {
    assert.throws(
      () => writeCohaor({ ...order, ...broken }),
      (error) => error instanceof CohaorWriteError && error.code === code,
    );
  });
}

test('writeCohaor() never lets a text become a segment of its own', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z'+:? ]{1,12}$/), (text) => {
      const { rows } = mapBytes(writeCohaor({ ...order, sender: text, terminal: text }));
      assert.equal(rows.filter(({ kind }) => kind === 'movement').length, order.units.length);
    }),
    { numRuns: 200 },
  );
});
