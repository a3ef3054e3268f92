import { z } from 'zod';

/** One file of a backup and what its bytes hash to. */
const entry = z.object({
  name: z.string(),
  size: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What the last file of a backup, `manifest.json`, says of all others. */
export const manifestSchema = z.object({
  format: z.literal('havenwacht-backup-1'),
  version: z.string(),
  /** RFC 3339. */
  takenAt: z.string(),
  /** The migrations the data is of, as `number` and `checksum`. */
  migrations: z.array(z.object({ number: z.int(), checksum: z.string() })),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      rows: z.int().min(0),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  blobs: z.int().min(0),
  entries: z.array(entry),
});

export type BackupManifest = z.output<typeof manifestSchema>;

export const manifestName = 'manifest.json';

/** How far a backup or a restore has come, in files of the archive. */
export type BackupProgress = (done: number, total: number) => void;
