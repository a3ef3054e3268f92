import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { theNode } from '../platform/auth/index.ts';
import { recordAct } from '../features/watch/index.ts';
import { writeBackup } from '../platform/backup/index.ts';
import { systemClock } from '../platform/clock/clock.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import { closeKeys } from '../platform/secrets/index.ts';
import { programVersion } from './build-program.ts';
import type { DeclareCommand } from './declare-command.ts';
import { withStores } from './open-stores.ts';
import { passphraseIn } from './passphrase-in.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command
    .argument('<file>', 'the archive to write, a gzipped tar; must not exist')
    .option(
      '--keys <file>',
      'write the node’s keys too, closed with a passphrase; not into the folder of the archive',
    )
    .option('--passphrase <file>', 'a file whose first line is the passphrase for the keys')
    .addHelpText('before', 'Example: havenwacht backup /srv/backup/2026-03-02.tar.gz\n')
    .addHelpText(
      'after',
      '\nWorks while the node runs. The archive holds all that the node holds: keep it as closely.',
    )
    .action(async (file: string, options: { readonly keys?: string; readonly passphrase?: string }) => {
      const out = terminal();
      const archive = resolve(file);
      const apart = options.keys === undefined ? null : keysPlace(archive, resolve(options.keys));
      const passphrase = apart === null ? '' : await passphraseIn(options.passphrase);
      const bar = out.progress('backup');
      const manifest = await withStores(true, async ({ config, db, blobs }) => {
        // Before the archive: without the keys that were asked for there is no backup.
        const keys = apart === null ? null : await closeKeys(join(config.dataFolder, 'keys'), passphrase);
        const now = systemClock.now();
        const written = await writeBackup({
          db,
          blobs,
          file: archive,
          version: programVersion(),
          now,
          onProgress: bar.update,
        });
        if (apart !== null && keys !== null) await writeKeys(apart, keys);
        const content = { takenAt: written.takenAt, entries: written.entries };
        await recordAct(db, {
          kind: 'change',
          act: 'backup/write',
          subject: null,
          by: theNode,
          at: now,
          content,
        });
        return written;
      }).finally(() => bar.end());
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      const { takenAt, tables, blobs } = manifest;
      if (out.json) await out.line({ file, takenAt, tables: tables.length, rows, blobs });
      else await out.print(`${file}: ${rows} rows of ${tables.length} tables, ${blobs} files`);
    });
};

/** Keys that lie beside the archive they open protect it from nobody. */
function keysPlace(archive: string, file: string): string {
  if (dirname(archive) !== dirname(file)) return file;
  throw new HavenwachtError(
    'backup/keys-beside',
    400,
    'Keys must not lie beside the archive they open: name a file on another medium.',
  );
}

async function writeKeys(file: string, keys: string): Promise<void> {
  await writeFile(file, keys, { flag: 'wx', mode: 0o600, flush: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new HavenwachtError('backup/exists', 409, `${file} is there already.`);
  });
}
