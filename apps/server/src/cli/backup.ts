import { theNode } from '../platform/auth/index.ts';
import { resolve } from 'node:path';
import { recordAct } from '../features/watch/index.ts';
import { writeBackup } from '../platform/backup/index.ts';
import { systemClock } from '../platform/clock/clock.ts';
import { programVersion } from './build-program.ts';
import type { DeclareCommand } from './declare-command.ts';
import { withStores } from './open-stores.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command
    .argument('<file>', 'the archive to write, a gzipped tar; must not exist')
    .addHelpText('before', 'Example: havenwacht backup /srv/backup/2026-03-02.tar.gz\n')
    .addHelpText(
      'after',
      '\nWorks while the node runs. The archive holds all that the node holds: keep it as closely.',
    )
    .action(async (file: string) => {
      const out = terminal();
      const bar = out.progress('backup');
      const manifest = await withStores(true, async ({ db, blobs }) => {
        const now = systemClock.now();
        const written = await writeBackup({
          db,
          blobs,
          file: resolve(file),
          version: programVersion(),
          now,
          onProgress: bar.update,
        });
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
