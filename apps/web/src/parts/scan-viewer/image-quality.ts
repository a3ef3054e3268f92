import { nothingBelow, saturatedFrom } from './paint-pixel.ts';
import type { ViewedChannel } from './viewed-scan.ts';

/** What is wrong with the samples of a channel; shares of all samples, 0 … 1. */
export interface ImageQuality {
  /** The detector could count no more. */
  readonly saturated: number;
  /** Nothing came through: what lies there is not seen. */
  readonly dark: number;
  /** There are no more values than 8 bits have: a rendering, not what was measured. */
  readonly eightBits: boolean;
  /** Every sample is the same. */
  readonly empty: boolean;
}

export function imageQuality({ samples, airLevel, darkLevel }: ViewedChannel): ImageQuality {
  const seen = new Uint8Array(65_536);
  const darkest = darkLevel + nothingBelow * (airLevel - darkLevel);
  let [values, saturated, dark] = [0, 0, 0];
  for (const sample of samples) {
    if (seen[sample] === 0) {
      seen[sample] = 1;
      values += 1;
    }
    if (sample >= saturatedFrom) saturated += 1;
    if (sample <= darkest) dark += 1;
  }
  return {
    saturated: saturated / samples.length,
    dark: dark / samples.length,
    eightBits: values > 1 && values <= 256 && samples.length > 4_096,
    empty: values <= 1,
  };
}
