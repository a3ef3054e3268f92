import { resolve } from 'node:path';
import { restoreBackup, verifyBackup } from '../platform/backup/index.ts';
import type { DeclareCommand } from './declare-command.ts';
import { withStores } from './open-stores.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command
    .argument('<file>', 'an archive that `havenwacht backup` wrote')
    .option('--check', 'only check that the archive is whole and unchanged')
    .addHelpText(
      'before',
      'Example: HAVENWACHT_DATA=/srv/new havenwacht restore /srv/backup/2026-03-02.tar.gz\n',
    )
    .addHelpText(
      'after',
      '\nEnds with 6 when the node is not empty or the archive is of a newer version, with 8 when the archive is damaged.',
    )
    .action(async (file: string, options: { readonly check?: boolean }) => {
      const out = terminal();
      const bar = out.progress(options.check === true ? 'check' : 'restore');
      const archive = resolve(file);
      const work =
        options.check === true
          ? verifyBackup(archive, bar.update)
          : withStores(false, ({ db, blobs }) =>
              restoreBackup({ db, blobs, file: archive, onProgress: bar.update }),
            );
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
