const lines = ['QZXU2000008', 'QZXU2000040', 'QZXU2000135'].map((container) => ({
  container,
  sizeType: '22G1',
  load: 'full',
  said: null,
  saidWhy: null,
}));

/** What the portal of a terminal and of a carrier shows on a fixture node, by the last part of its address. */
export const portalAnswers: Readonly<Record<string, readonly object[]>> = {
  orders: [
    {
      id: 'o_1',
      number: 'VLIQZT00007',
      port: 'NLVLI',
      terminal: 'QZT',
      handling: 'guarded-stack',
      block: '071',
      madeAt: '2026-03-02T04:00:00.000Z',
      doneBy: '2026-03-02T09:30:00.000Z',
      answer: null,
      answeredAt: null,
      sha256: 'a'.repeat(64),
      lines,
    },
    {
      id: 'o_2',
      number: 'VLIQZT00006',
      port: 'NLVLI',
      terminal: 'QZT',
      handling: 'hold',
      block: null,
      madeAt: '2026-03-01T22:00:00.000Z',
      doneBy: '2026-03-02T02:00:00.000Z',
      answer: 'acknowledged',
      answeredAt: '2026-03-01T22:04:00.000Z',
      sha256: 'b'.repeat(64),
      lines: lines.slice(0, 1),
    },
  ],
  blocks: [
    { port: 'NLVLI', terminal: 'QZT', block: '071', state: 'hold' },
    { port: 'NLVLI', terminal: 'QZT', block: '072', state: 'free' },
    { port: 'NLVLI', terminal: 'QZT', block: '073', state: 'full' },
  ],
  holds: [{ container: 'QZXU2000008', port: 'NLVLI', since: '2026-03-02T04:10:00.000Z' }],
};

/** What is set apart on a fixture node. */
export function segregationAnswers(visit: {
  readonly id: string;
  readonly container: string;
}): Readonly<Record<string, readonly object[]>> {
  return {
    boxes: [
      {
        visit: visit.id,
        container: visit.container,
        port: 'NLVLI',
        place: 'ashore',
        wait: 'judgement',
        inReachMinutes: 190,
        alarms: [{ about: 'total', at: '2026-03-02T05:10:00.000Z', limitMinutes: 120 }],
      },
    ],
    cases: [
      {
        id: 'g_1',
        kind: 'put-elsewhere',
        container: visit.container,
        port: 'NLVLI',
        params: { order: 'VLIQZT00007' },
        source: null,
        openedAt: '2026-03-02T05:20:00.000Z',
        closedAt: null,
      },
    ],
  };
}
