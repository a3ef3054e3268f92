import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { logFolder, rebuildLog } from '../features/watch/index.ts';
import { restoreBackup, verifyBackup } from '../platform/backup/index.ts';
import { openKeys, putKeys } from '../platform/secrets/index.ts';
import type { DeclareCommand } from './declare-command.ts';
import { withStores } from './open-stores.ts';
import { passphraseIn } from './passphrase-in.ts';

interface Options {
  readonly check?: boolean;
  readonly keys?: string;
  readonly passphrase?: string;
}

export const declare: DeclareCommand = (command, terminal) => {
  command
    .argument('<file>', 'an archive that `havenwacht backup` wrote')
    .option('--check', 'only check that the archive is whole and unchanged')
    .option('--keys <file>', 'put the keys back that `havenwacht backup --keys` wrote')
    .option('--passphrase <file>', 'a file whose first line is the passphrase for the keys')
    .addHelpText(
      'before',
      'Example: HAVENWACHT_DATA=/srv/new havenwacht restore /srv/backup/2026-03-02.tar.gz\n',
    )
    .addHelpText(
      'after',
      '\nEnds with 6 when the node is not empty or the archive is of a newer version, with 8 when the archive is damaged.',
    )
    .action(async (file: string, options: Options) => {
      const out = terminal();
      const bar = out.progress(options.check === true ? 'check' : 'restore');
      const archive = resolve(file);
      const keys =
        options.keys === undefined
          ? null
          : await openKeys(await readFile(options.keys, 'utf8'), await passphraseIn(options.passphrase));
      const work =
        options.check === true
          ? verifyBackup(archive, bar.update)
          : withStores(false, async ({ config, db, blobs }) => {
              const restored = await restoreBackup({ db, blobs, file: archive, onProgress: bar.update });
              if (keys !== null) await putKeys(join(config.dataFolder, 'keys'), keys);
              await rebuildLog(db, logFolder(join(config.dataFolder, 'log'), true));
              return restored;
            });
      const { takenAt, tables, blobs } = await work.finally(() => bar.end());
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      if (out.json)
        await out.line({
          file,
          takenAt,
          tables: tables.length,
          rows,
          blobs,
          restored: options.check !== true,
        });
      else {
        const word = options.check === true ? 'whole' : 'restored';
        await out.print(
          `${file}: ${word}, ${rows} rows of ${tables.length} tables, ${blobs} files, taken ${takenAt}`,
        );
      }
    });
};
