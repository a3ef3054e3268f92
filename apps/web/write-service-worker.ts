import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import type { Plugin, Rollup } from 'vite';

const source = join(import.meta.dirname, 'src/service-worker.ts');
const publicFolder = join(import.meta.dirname, 'public');

/** Scripts that the task screen fetches on its own, by the module they are made of. */
const wanted = [
  /src\/main\.tsx$/,
  /pages\/task\//,
  /pages\/sign-in\//,
  /locales\/.+\.json$/,
  /qr\/decode\.js$/,
  /demo-band/,
];

/**
 * Writes the service worker beside the build with the list of what the task screen needs: its chunks, what
 * they import, their styles, and the files of `public`. Any of them changed makes it another worker.
 */
export function writeServiceWorker(): Plugin {
  return {
    name: 'havenwacht:service-worker',
    apply: 'build',
    // Behind what takes out scripts that held nothing but styles.
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const files = new Set<string>();
      const follow = (name: string): void => {
        const chunk = bundle[name];
        if (files.has(name) || chunk?.type !== 'chunk') return;
        files.add(name);
        for (const imported of chunk.imports) follow(imported);
        for (const style of stylesOf(chunk)) files.add(style);
      };
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => wanted.some((one) => one.test(id))))
          follow(name);
      }
      const all = [
        '/task',
        ...readdirSync(publicFolder).map((name) => `/${name}`),
        ...[...files].map((name) => `/${name}`).sort(),
      ];
      const hash = createHash('sha256').update(JSON.stringify(all));
      for (const name of readdirSync(publicFolder)) hash.update(readFileSync(join(publicFolder, name)));
      const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source);
      const script = code
        .replace('FILES_OF_THE_BUILD', JSON.stringify(all))
        .replace('CACHE_OF_THE_BUILD', JSON.stringify(`havenwacht-task-${hash.digest('hex').slice(0, 16)}`));
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: script });
    },
  };
}

function stylesOf(chunk: Rollup.OutputChunk): Iterable<string> {
  return (
    (chunk as { readonly viteMetadata?: { readonly importedCss: Set<string> } }).viteMetadata?.importedCss ??
    []
  );
}
