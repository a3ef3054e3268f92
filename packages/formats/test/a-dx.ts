import type { DxInstance } from '../dicos/index.ts';

/** A small DX instance, changed where a test says so. */
export function aDx(over: Partial<DxInstance> = {}): DxInstance {
  const { columns = 6, rows = 4 } = over;
  return {
    instance: '2.25.1001',
    series: '2.25.1002',
    study: '2.25.1003',
    number: 1,
    objectId: 'QZXU1234565',
    manufacturer: 'Synthetic Scanners',
    model: 'S-6',
    deviceSerial: 'QZ-1',
    acquiredAt: '20261116120000.000000',
    energy: 'high',
    kilovolts: 6000,
    spacingMm: [5, 5],
    samples: Uint16Array.from({ length: columns * rows }, (_, i) => (i * 2_731) % 65_536),
    about: '{"note":"é"}',
    ...over,
    columns,
    rows,
  };
}
