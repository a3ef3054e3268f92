import type { Source } from '@havenwacht/domain';
import type { ExposureEvent } from '@havenwacht/planning';

/** An event of a box with the bytes that told it; what the node saw itself has none. */
export type BoxEvent = ExposureEvent & { readonly source: Source | null };

export type LineFinding =
  | { readonly standing: 'ordered' }
  | {
      readonly standing: 'confirmed' | 'contradicted';
      readonly found: 'in-stack' | 'at-scanner' | 'put-elsewhere' | 'taken-out' | 'left' | 'shortlanded';
      readonly at: number;
      readonly source: Source | null;
    };

/**
 * What messages say of an order for one box: confirmed, contradicted, or nothing yet.
 *
 * All events are looked at anew, in the order in which they happened. What was told late corrects what was
 * found before: a box that was put elsewhere first and into the stack later is where it belongs. After it
 * was opened or cleared, and for who was only moved along once it stood there, nothing more is asked.
 *
 * @param handling what was ordered
 * @param orderedAt events before it confirm, but do not contradict
 * @param handledAt when customs was done with the box; `null` = not yet
 */
export function judgeLine(
  handling: 'guarded-stack' | 'scanner' | 'hold',
  orderedAt: number,
  events: readonly BoxEvent[],
  shortlanded: { readonly at: number; readonly source: Source } | null,
  handledAt: number | null,
): LineFinding {
  const wanted = handling === 'scanner' ? 'scanner' : 'guarded';
  let finding: LineFinding = { standing: 'ordered' };
  let stood = false;
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    const { at, source } = event;
    if (handledAt !== null && at >= handledAt) break;
    if (event.kind === 'placed' && handling !== 'hold') {
      if (event.where === wanted) {
        stood = true;
        finding = {
          standing: 'confirmed',
          found: wanted === 'guarded' ? 'in-stack' : 'at-scanner',
          at,
          source,
        };
      } else if (at < orderedAt || (event.where === 'scanner' && stood)) {
        continue;
      } else if (stood && wanted === 'guarded') {
        finding = { standing: 'contradicted', found: 'taken-out', at, source };
      } else if (!stood) {
        finding = { standing: 'contradicted', found: 'put-elsewhere', at, source };
      }
    } else if (event.kind === 'left' && at >= orderedAt) {
      finding = { standing: 'contradicted', found: 'left', at, source };
    }
  }
  if (finding.standing === 'ordered' && shortlanded !== null) {
    return { standing: 'contradicted', found: 'shortlanded', ...shortlanded };
  }
  return finding;
}
