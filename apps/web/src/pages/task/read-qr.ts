import { readContainerNumber } from '@havenwacht/domain';

/** Reads the code in a picture of the camera; `null` when there is none. */
export type ReadQr = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(video: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Wide enough for a code that fills a third of the picture, small enough for an old phone. */
const widestPx = 640;

/** The phone's own reader where it has one, else ours. */
export async function qrReader(): Promise<ReadQr> {
  const { BarcodeDetector } = globalThis as { readonly BarcodeDetector?: DetectorClass };
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (BarcodeDetector !== undefined && formats.includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: decode } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return (video) => {
    const scale = Math.min(1, widestPx / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (canvas.width === 0) return Promise.resolve(null);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return Promise.resolve(decode(context.getImageData(0, 0, canvas.width, canvas.height)));
    } catch {
      return Promise.resolve(null);
    }
  };
}

/** The container number in what a code says: alone, or in an address or a sentence. */
export function numberInCode(text: string): string | null {
  for (const [found] of text.toUpperCase().matchAll(/[A-Z]{3}[UJZR][\s-]?\d{6}[\s-]?\d/g)) {
    const number = readContainerNumber(found);
    if (number !== null) return number;
  }
  return null;
}
