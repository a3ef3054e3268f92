import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readVerifierKey,
  toHex,
  vrfPublicKey,
  writeVerifierKey,
  type VerifierKey,
} from '@havenwacht/transparency';
import { checkConfig } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { cosignedCheckpoint, logFolder, openNodeKey, verifyLog } from '../features/watch/index.ts';
import { openNodeKeys } from '../open-node.ts';
import { sha256 } from '../platform/crypto/native-crypto.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { DeclareCommand } from './declare-command.ts';
import { exitCode } from './exit-code.ts';
import { withStores } from './open-stores.ts';
import type { Terminal } from './terminal.ts';

interface VerifyOptions {
  readonly checkpoint?: readonly string[];
  readonly key?: string;
  readonly database: boolean;
}

export const declare: DeclareCommand = (command, terminal) => {
  command
    .command('verify')
    .description(
      'compute the log of acts again and compare it with its checkpoint, the database and kept checkpoints',
    )
    .option(
      '--checkpoint <file...>',
      'checkpoints that were kept elsewhere, as `audit checkpoint` printed them',
    )
    .option(
      '--key <key>',
      'the verifier key that was kept elsewhere; without it the node’s own key file is asked',
    )
    .option('--no-database', 'only the files: the database may be elsewhere')
    .addHelpText('before', 'Example: havenwacht audit verify --checkpoint /media/usb/2026-03-02.checkpoint\n')
    .addHelpText('after', '\nWorks beside a running node. Ends with 8 when anything does not fit.')
    .action((options: VerifyOptions) => verify(options, terminal()));
  command
    .command('checkpoint')
    .description('print the present checkpoint with its cosignatures, to be kept elsewhere')
    .addHelpText('before', 'Example: havenwacht audit checkpoint > /media/usb/2026-03-02.checkpoint\n')
    .action(async () => {
      const out = terminal();
      const note = await withStores(true, async ({ config, db }) =>
        cosignedCheckpoint(db, logFolder(join(config.dataFolder, 'log'), true)),
      );
      if (note === null) throw noLog();
      if (out.json) await out.line({ checkpoint: note });
      else await out.print(note.trimEnd());
    });
  command
    .command('key')
    .description('print the verifier key of the log, or of this node as a witness, to be kept elsewhere')
    .option('--witness', 'the key with which this node cosigns others’ checkpoints')
    .option('--draw', 'the name and key with which this node takes part in others’ draws')
    .addHelpText('before', 'Example: havenwacht audit key\n')
    .action(async (options: { readonly witness?: boolean; readonly draw?: boolean }) => {
      const out = terminal();
      const { dataFolder, country } = checkConfig(readEnv());
      const kind = options.witness === true ? 'cosignature' : 'note';
      const own = await ownKey(dataFolder, country, kind);
      const key =
        options.draw === true
          ? `${own.name}/draw:${toHex(vrfPublicKey((await openNodeKeys(dataFolder)).draw))}`
          : writeVerifierKey(own);
      if (out.json) await out.line({ key });
      else await out.print(key);
    });
};

async function ownKey(
  dataFolder: string,
  country: string,
  kind: 'note' | 'cosignature',
): Promise<VerifierKey> {
  return (await openNodeKey(join(dataFolder, 'keys'), kind, country, kind === 'cosignature')).verifier;
}

async function verify(options: VerifyOptions, out: Terminal): Promise<void> {
  const kept = await Promise.all((options.checkpoint ?? []).map((file) => readFile(file, 'utf8')));
  const bar = out.progress('audit');
  const { dataFolder, country } = checkConfig(readEnv());
  const folder = logFolder(join(dataFolder, 'log'), true);
  const key = options.key === undefined ? await ownKey(dataFolder, country, 'note') : keptKey(options.key);
  const work = options.database
    ? withStores(true, ({ db }) => verifyLog({ folder, key, db, kept, onProgress: bar.update }))
    : verifyLog({ folder, key, db: null, kept, onProgress: bar.update });
  const found = await work.finally(() => bar.end());
  if (!found.ok) out.exitCode = exitCode.verificationFailed;
  if (out.json) {
    await out.line(found);
    return;
  }
  for (const problem of found.problems)
    await out.print(`${out.colour('red', problem.code)}  ${problem.text}`);
  const keptWords =
    kept.length === 0
      ? 'no kept checkpoint was given'
      : `${found.keptHeld} of ${kept.length} kept checkpoints hold`;
  await out.print(
    found.ok
      ? `${found.origin}: ${found.entries} entries, whole and unchanged; ${keptWords}`
      : `${found.origin ?? 'the log'}: ${found.problemCount} problems in ${found.entries} entries; ${keptWords}`,
  );
}

function keptKey(text: string): VerifierKey {
  const read = readVerifierKey(sha256, text.trim());
  if (read.ok && read.value.kind === 'note') return read.value;
  throw new HavenwachtError('audit/bad-key', 400, 'This is no verifier key of a log; audit key prints one.');
}

const noLog = (): HavenwachtError =>
  new HavenwachtError(
    'audit/no-log',
    404,
    'This node has not signed a checkpoint yet; serve or demo makes the first.',
  );
