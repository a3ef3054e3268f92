import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { writeServiceWorker } from './write-service-worker.ts';

/**
 * No asset is inlined and no preload polyfill is written, so the page runs under
 * `script-src 'self'` without exceptions. What the first page waits for is one script, and each
 * language is one: a browser asks a node for six files at a time, and forty small ones wait in line.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), writeServiceWorker(), packed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    // The whole first script, unpacked; what it may weigh packed is held by test/entry-size.test.ts.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              debugName: 'language',
              name: (id) => /\/locales\/([\w-]+)\/\w+\.json$/.exec(id)?.[1] ?? null,
              priority: 2,
            },
            { name: 'console', tags: ['$initial'], priority: 1 },
          ],
        },
      },
    },
  },
});

/** Writes each text file also as gzip and Brotli, so that the node packs nothing while it serves. */
function packed(): Plugin {
  const pack = promisify(gzip);
  const packTighter = promisify(brotliCompress);
  return {
    name: 'packed',
    async writeBundle({ dir }) {
      const files = await readdir(dir!, { recursive: true });
      await Promise.all(
        files
          .filter((file) => /\.(js|css|json|svg|html)$/.test(file) && !file.startsWith('.vite'))
          .map(async (file) => {
            const path = join(dir!, file);
            const bytes = await readFile(path);
            await writeFile(`${path}.gz`, await pack(bytes, { level: 9 }));
            const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
            await writeFile(`${path}.br`, await packTighter(bytes, { params }));
          }),
      );
    },
  };
}
