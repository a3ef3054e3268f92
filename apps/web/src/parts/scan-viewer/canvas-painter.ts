import { paintedScan, paintPixel, type PaintedPair } from './paint-pixel.ts';
import { localMeans, materialMap } from './prepared-scan.ts';
import type { ScanPainter } from './scan-painter.ts';
import { highChannel, type ViewedScan } from './viewed-scan.ts';

/**
 * Paints on the processor, for browsers without WebGL2: the same pixels, later.
 *
 * @returns null where the canvas gives no context at all
 */
export function canvasPainter(canvas: HTMLCanvasElement, scan: ViewedScan): ScanPainter | null {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return null;
  let painted = paintedScan(scan);
  let pair: PaintedPair | null = null;
  let meansOf = -1;
  return {
    kind: 'canvas',
    setScan(next) {
      painted = paintedScan(next);
      meansOf = -1;
    },
    setPair(next) {
      pair = next === null ? null : { earlier: paintedScan(next.earlier), warp: next.warp };
    },
    paint(view) {
      const { scan } = painted;
      const low = scan.channels.findIndex(({ energy }) => energy === 'low');
      const channel = view.shown === 'low' && low >= 0 ? low : highChannel(scan);
      if (view.localContrast > 0 && meansOf !== channel) {
        meansOf = channel;
        painted = { ...painted, means: localMeans(scan, scan.channels[channel]!) };
      }
      if (view.shown === 'colour' && painted.materials === null)
        painted = { ...painted, materials: materialMap(scan) };
      const { width, height } = canvas;
      const picture = context.createImageData(width, height);
      for (let y = 0, at = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at += 4) {
          const [red, green, blue] = paintPixel(painted, pair, view, { width, height }, x, y);
          picture.data[at] = red;
          picture.data[at + 1] = green;
          picture.data[at + 2] = blue;
          picture.data[at + 3] = 255;
        }
      }
      context.putImageData(picture, 0, 0);
    },
    close() {},
  };
}
