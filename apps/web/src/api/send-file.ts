import type { FileItem } from './node-answers.ts';
import { Problem, problemFrom } from './problem.ts';

/**
 * Sends a file's bytes to the node's intake.
 *
 * `XMLHttpRequest`, because `fetch` reports no progress of what is being sent.
 *
 * @param onProgress called with the share sent, 0–1
 * @returns what the node made of it, and whether it already kept the same bytes
 */
export function sendFile(
  file: File,
  onProgress: (share: number) => void,
): Promise<{ item: Pick<FileItem, 'id' | 'verdict'>; known: boolean }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status !== 200 && request.status !== 201) {
        reject(problemFrom(request.status, request.responseText));
        return;
      }
      onProgress(1);
      resolve({
        item: JSON.parse(request.responseText) as Pick<FileItem, 'id' | 'verdict'>,
        known: request.status === 200,
      });
    });
    request.addEventListener('error', () =>
      reject(new Problem({ title: 'The node does not answer', status: 0, code: 'network/unreachable' })),
    );
    request.send(file);
  });
}
