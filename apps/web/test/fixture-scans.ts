import type { QueuedScan, ScanInFull, ScanPair, ScanScales } from '../src/api/scans.ts';

/** Boxes in air: not what a container looks like, but what a viewer has to draw. */
const [columns, rows] = [400, 160];

const channels = [
  { energy: 'high', nominalMV: 6, airLevel: 58_000, darkLevel: 100 },
  { energy: 'low', nominalMV: 4, airLevel: 58_000, darkLevel: 100 },
] as const;

function samples(change: number): Uint16Array {
  const made = new Uint16Array(columns * rows * channels.length);
  for (const [index, { airLevel, darkLevel }] of channels.entries()) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const inside = column > 30 && column < 370 && row > 20 && row < 150;
        const box = inside && column % 34 > 3 && row % 30 > 3;
        const changed = Math.hypot(column - 300, row - 90) < 12 ? change : 0;
        const depth = (inside ? 0.2 : 0) + (box ? 0.6 + column / 400 : 0) + changed;
        made[index * columns * rows + row * columns + column] =
          darkLevel + (airLevel - darkLevel) * Math.exp(-depth * (index === 0 ? 1 : 1.25));
      }
    }
  }
  return made;
}

const curve = (slope: number): number[] => Array.from({ length: 81 }, (_, index) => index * 0.1 * slope);
const scales: ScanScales = {
  step: 0.1,
  density: [curve(22), curve(20)],
  materials: [
    { atomicNumber: 6.4, low: curve(1.25) },
    { atomicNumber: 13, low: curve(1.23) },
    { atomicNumber: 26, low: curve(1.12) },
  ],
};

const scan = (index: number, over: Partial<QueuedScan> = {}): QueuedScan => ({
  id: `s_fixture${index}`,
  port: 'NLVLI',
  state: 'open',
  container: `QZXU${300_000 + index}5`,
  ordered: null,
  told: `QZXU${300_000 + index}5`,
  numberCheck: 'agrees',
  receivedAt: '2026-03-02T05:10:00.000Z',
  exposedSince: `2026-03-01T${String(index + 2).padStart(2, '0')}:00:00.000Z`,
  columns,
  rows,
  about: {
    scanner: { id: 'QZ-1', manufacturer: 'Synthetic Scanners', model: 'S-6' },
    acquiredAt: '2026-03-02T05:00:00.000Z',
    channels,
    geometry: {
      sourceDistanceMm: 5_000,
      side: 'left',
      laneOffsetMm: 0,
      columnPitchMm: 30,
      rowPitchMm: 20,
    },
  },
  ...over,
});

const queue = [scan(1), scan(2, { numberCheck: 'differs' }), scan(3, { container: null, told: null })];
const aside = scan(9, { state: 'quarantined', about: null, columns: null, rows: null });

function inFull(one: QueuedScan): ScanInFull {
  const judged = one.id === 's_fixture2';
  return {
    ...one,
    declared: {
      goods: [{ description: 'FRESH BANANAS', hs: '0803.90' }],
      weight: { kg: 22_340, method: 'vgm' },
    },
    scales,
    findings:
      one.state === 'quarantined'
        ? [{ code: 'scan/cut-off', offset: 812, text: 'the file ends before its second page' }]
        : [],
    verdict: judged ? 'suspicious' : null,
    judgements: judged
      ? [
          {
            round: 1,
            at: one.receivedAt,
            verdict: 'suspicious',
            seconds: 41.2,
            regions: [{ x: 290, y: 80, width: 22, height: 22 }],
            note: 'Denser than its neighbours',
            opinionsShown: false,
          },
        ]
      : [],
    opinionsHidden: judged ? null : 'until-judged',
    opinions: judged
      ? [
          {
            analyser: 'paired-change',
            version: '1',
            country: 'NL',
            at: one.receivedAt,
            state: 'evaluated',
            reason: null,
            score: 12.4,
            regions: [{ x: 288, y: 78, width: 24, height: 24, excessKg: 4.2, sigmaKg: 0.3 }],
          },
          {
            analyser: 'projected-threats',
            version: '1.0.1',
            country: 'BE',
            at: one.receivedAt,
            state: 'not-evaluated',
            reason: 'onnxruntime is not installed',
            score: null,
            regions: [],
          },
        ]
      : [],
  };
}

const warp = { step: 8, columns: 51, rows: 21 };

/** What a fixture node says of scans; `undefined` for what it has not, bytes where pixels are asked for. */
export function answerScans(
  id: string | undefined,
  part: string | undefined,
  more: string | undefined,
  query: URLSearchParams,
): object | undefined {
  if (id === undefined) {
    const state = query.get('state') ?? 'open';
    return { items: [...queue, aside].filter((one) => one.state === state) };
  }
  const one = [...queue, aside].find((each) => each.id === id) ?? (id === 's_earlier' ? scan(0) : undefined);
  if (one === undefined) return undefined;
  if (part === undefined) return inFull(one);
  if (part === 'channels') return new Uint8Array(samples(id === 's_earlier' ? 0 : 0.8).buffer);
  if (part === 'references') return { items: [] };
  if (part === 'pair' && more === 'warp') {
    const from = new Float32Array(warp.columns * warp.rows * 2);
    for (let at = 0; at < warp.columns * warp.rows; at++) {
      from[2 * at] = (at % warp.columns) * warp.step + 1.5;
      from[2 * at + 1] = Math.floor(at / warp.columns) * warp.step;
    }
    return new Uint8Array(from.buffer);
  }
  if (part !== 'pair') return undefined;
  const pair: ScanPair =
    id === 's_fixture3'
      ? { earlier: null, comparison: null }
      : {
          earlier: { ...scan(0, { id: 's_earlier' }), scales },
          comparison:
            id === 's_fixture2'
              ? {
                  comparable: false,
                  reason: 'the floor members lie elsewhere: another container',
                  relation: 'same',
                  membersMm: 9,
                  warp: null,
                }
              : { comparable: true, reason: null, relation: 'same', membersMm: 1.2, warp },
        };
  return pair;
}
