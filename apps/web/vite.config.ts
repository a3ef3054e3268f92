import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { writeServiceWorker } from './write-service-worker.ts';

/**
 * No asset is inlined and no preload polyfill is written, so the page runs under
 * `script-src 'self'` without exceptions.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), writeServiceWorker()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
});
