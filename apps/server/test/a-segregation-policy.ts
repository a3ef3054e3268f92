/** A policy for tests: boxes from Ecuador into the guarded stack of the one terminal of Vlissingen. */
export function aSegregationPolicy(): Record<string, unknown> {
  return {
    version: 'test-1',
    owner: 'control room',
    validFrom: '2026-01-01T00:00:00Z',
    validTo: null,
    sender: 'NLCUSTOMS',
    clauses: [{ name: 'ecuador', why: 'loads of bananas and of empties', originCountries: ['EC'] }],
    terminals: [
      {
        port: 'NLVLI',
        code: 'QZT',
        organisation: 'org-qzt',
        recipient: 'QZTERMINAL',
        guardedBlocks: ['071', '072'],
        scanBlocks: ['090'],
        guardedPlaces: 4,
      },
    ],
    depots: ['QZDEPOT'],
    coverMoves: 2,
    limitsMinutes: { total: 120, judgement: 60 },
  };
}
