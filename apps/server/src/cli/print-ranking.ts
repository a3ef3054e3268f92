import type { OpenNode } from '../open-node.ts';
import { plainText, type Terminal } from './terminal.ts';

type Item = Awaited<ReturnType<OpenNode['list']>>['items'][number];

const bandColours = { A: 'red', B: 'yellow', C: 'bold', D: 'dim' } as const;

/** Prints the head of the ranked list for a person: one line a visit, its reasons below. */
export async function printRanking(items: readonly Item[], out: Terminal): Promise<void> {
  await out.table(
    [
      { title: 'rank', align: 'right' },
      { title: 'band' },
      { title: 'container' },
      { title: 'port' },
      { title: 'arrival' },
      { title: 'from' },
      { title: 'yield', align: 'right' },
      { title: 'by' },
      { title: 'why' },
    ],
    items.map((item) => [
      String(item.rank),
      out.colour(bandColours[item.band as keyof typeof bandColours], item.band),
      item.container,
      item.port,
      item.arrivalAt?.slice(0, 16).replace('T', ' ') ?? '?',
      item.loadPort ?? item.origin ?? '?',
      `${(item.probability * 100).toFixed(item.probability < 0.01 ? 2 : 1)} %`,
      item.selectedBy ?? '',
      item.reasons
        .map(
          (reason) => `${reason.weight >= 0 ? '+' : ''}${reason.weight.toFixed(1)} ${plainText(reason.text)}`,
        )
        .join('  '),
    ]),
  );
}
