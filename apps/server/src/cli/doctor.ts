import { join } from 'node:path';
import { checkConfig } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { openBlobs, type Blobs } from '../platform/blobs/index.ts';
import { systemClock } from '../platform/clock/clock.ts';
import { hasEmbeddedDatabase, openDatabase, type Database } from '../platform/db/index.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { DeclareCommand } from './declare-command.ts';
import {
  checkBlobs,
  checkClock,
  checkDatabase,
  checkDataFolder,
  checkDisk,
  checkFeeds,
  checkMigrations,
  checkNews,
  checkRuntime,
  type Checkup,
} from '../features/watch/index.ts';
import { exitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command
    .addHelpText('before', 'Example: havenwacht doctor\n')
    .addHelpText(
      'after',
      '\nWorks beside a running node. Ends with 8 when something kept is damaged or missing, with 7 when something else fails.',
    )
    .action(async () => {
      const out = terminal();
      const states = { ok: 0, warn: 0, fail: 0, damaged: 0 };
      for await (const checkup of examine()) {
        states[checkup.state] += 1;
        await report(checkup, out);
      }
      if (states.damaged > 0) out.exitCode = exitCode.verificationFailed;
      else if (states.fail > 0) out.exitCode = exitCode.dependencyDown;
      out.say(`${states.ok} ok, ${states.warn} to look at, ${states.fail + states.damaged} failed`);
    });
};

/** One check after the other, as they are done; what needs the database is left out when there is none. */
async function* examine(): AsyncGenerator<Checkup> {
  const now = systemClock.now();
  yield checkRuntime(process.versions.node);
  let config;
  try {
    config = checkConfig(readEnv());
  } catch (error) {
    yield {
      check: 'settings',
      state: 'fail',
      about: (error as Error).message,
      do: 'Correct the variables named.',
    };
    return;
  }
  yield {
    check: 'settings',
    state: 'ok',
    about: `${config.name}, ${config.country}, ${config.ports.join(' ')}`,
  };
  yield await checkDataFolder(config.dataFolder);
  yield await checkDisk(config.dataFolder);
  if (config.databaseUrl === null && !hasEmbeddedDatabase(config.dataFolder)) {
    yield {
      check: 'database',
      state: 'warn',
      about: 'there is none in the data folder yet',
      do: 'havenwacht serve or havenwacht migrate makes it.',
    };
    return;
  }
  let db: Database;
  try {
    db = await openDatabase({
      url: config.databaseUrl,
      dataFolder: config.dataFolder,
      poolSize: 2,
      attach: true,
    });
  } catch (error) {
    if (!(error instanceof HavenwachtError)) throw error;
    yield {
      check: 'database',
      state: 'fail',
      about: error.message,
      do: 'Start it, or correct DATABASE_URL; postgres.log in the data folder says more of the embedded one.',
    };
    return;
  }
  try {
    yield await checkDatabase(db);
    const migrations = await checkMigrations(db);
    yield migrations;
    yield await checkClock(db, now);
    if (migrations.state === 'ok') {
      yield await checkNews(db, now);
      yield await checkFeeds(db, now);
      const blobs: Blobs = await openBlobs({ folder: join(config.dataFolder, 'blobs') });
      yield await checkBlobs(db, blobs);
    }
  } finally {
    await db.close();
  }
}

const colours = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

async function report({ check, state, about, do: remedy }: Checkup, out: Terminal): Promise<void> {
  const word = state === 'damaged' ? 'fail' : state;
  if (out.json) {
    await out.line({ check, state: word, about, ...(remedy === undefined ? {} : { do: remedy }) });
    return;
  }
  const line = `${out.colour(colours[word], word.padEnd(4))}  ${check.padEnd(11)}  ${about}`;
  await out.print(remedy === undefined ? line : `${line}. ${remedy}`);
}
