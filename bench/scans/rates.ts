import type { PairLine } from './run-evaluation.ts';

/** A share with its 95 % interval (Wilson). */
export interface Rate {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

export function rateOf(count: number, of: number): Rate {
  if (of === 0) return { share: Number.NaN, low: 0, high: 1, of };
  const z = 1.96;
  const share = count / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach), of };
}

/** Score that a share of `falseAlarms` of the clean pairs that could be compared passes; none does when they are too few to say. */
export function thresholdFor(clean: readonly PairLine[], falseAlarms: number): number {
  const scores = clean
    .filter(({ comparable }) => comparable)
    .map(({ score }) => score)
    .sort((a, b) => b - a);
  return scores[Math.floor(falseAlarms * scores.length)] ?? Number.POSITIVE_INFINITY;
}

/** Loaded pairs whose strongest change passes the threshold and lies where something is hidden. "Cannot compare" is no find. */
export function detection(loaded: readonly PairLine[], threshold: number): Rate {
  return rateOf(
    loaded.filter(({ comparable, hit, score }) => comparable && hit && score > threshold).length,
    loaded.length,
  );
}

/** A ROC as SVG: false alarms across from 0 to 1 on a square-root scale, detection up. */
export function rocPicture(
  title: string,
  clean: readonly PairLine[],
  curves: Readonly<Record<string, readonly PairLine[]>>,
): string {
  const [size, left, top] = [320, 50, 34];
  const x = (share: number): string => (left + Math.sqrt(share) * size).toFixed(1);
  const y = (share: number): string => (top + (1 - share) * size).toFixed(1);
  const tones = ['#1b5e9b', '#b3541e', '#3f7d3f', '#7a3f8c'];
  const lines = Object.entries(curves).map(([name, loaded], index) => {
    const points = Array.from({ length: 101 }, (_, step) => {
      const alarms = (step / 100) ** 2;
      return `${x(alarms)},${y(detection(loaded, thresholdFor(clean, alarms)).share)}`;
    });
    const tone = tones[index % tones.length]!;
    const label = `<text x="${left + size - 150}" y="${top + size - 14 - 16 * index}" fill="${tone}">${name} (n = ${loaded.length})</text>`;
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${tone}" stroke-width="2"/>${label}`;
  });
  const ticks = [0, 0.01, 0.05, 0.2, 0.5, 1].map(
    (share) =>
      `<text x="${x(share)}" y="${top + size + 16}" text-anchor="middle">${share}</text><text x="${left - 6}" y="${y(share)}" text-anchor="end">${share === 0.01 || share === 0.05 ? '' : share}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + size + 20} ${top + size + 44}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="white"/>
<text x="${left}" y="20" font-size="13">${title} (${clean.length} clean pairs)</text>
<rect x="${left}" y="${top}" width="${size}" height="${size}" fill="none" stroke="#888"/>
${ticks.join('\n')}
${lines.join('\n')}
<text x="${left + size / 2}" y="${top + size + 34}" text-anchor="middle">share of clean pairs above the threshold</text>
</svg>
`;
}
