import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CargoRow } from '../cargo-row.ts';
import { readDcsa } from './read-dcsa.ts';
import { writeEquipmentEvent } from './write-equipment-event.ts';

for (const [code, event] of [
  ['CUSS', 'customs-scan'],
  ['CUSI', 'customs-inspection'],
  ['CUSR', 'customs-released'],
] as const) {
  test(`writeEquipmentEvent() writes ${code} so that the reader takes it without a finding`, () => {
    const rows: CargoRow[] = [];
    const bytes = writeEquipmentEvent({
      id: '6f1d3c1e-5b1a-4a3e-8a2e-1d2c3b4a5f60',
      code,
      at: Date.UTC(2026, 2, 2, 9),
      madeAt: Date.UTC(2026, 2, 2, 9, 1),
      container: 'QZXU2000008',
      port: 'NLVLI',
      load: 'full',
    });
    const report = readDcsa(bytes, (row) => void rows.push(row));
    assert.deepEqual([report.verdict, report.findings], ['accepted', []]);
    const movement = rows.find((row) => row.kind === 'movement');
    assert.ok(movement?.kind === 'movement');
    assert.deepEqual(
      [
        movement.event,
        movement.classifier,
        movement.container,
        movement.port,
        movement.load,
        movement.happenedAt,
      ],
      [event, 'actual', 'QZXU2000008', 'NLVLI', 'full', Date.UTC(2026, 2, 2, 9)],
    );
    assert.deepEqual(
      rows.filter((row) => row.kind === 'unread'),
      [],
    );
  });
}
