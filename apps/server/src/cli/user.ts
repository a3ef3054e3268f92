import { roleNames } from '@havenwacht/domain';
import { openNodeKeys } from '../open-node.ts';
import { composeNode } from '../compose.ts';
import {
  firstAdministratorCode,
  inviteAtCommandLine,
  listPersons,
  presentPerson,
  presentPersonLine,
  recoverAtCommandLine,
  type GivenCode,
  type PeopleParts,
} from '../features/people/index.ts';
import { systemClock } from '../platform/clock/clock.ts';
import { migrate } from '../platform/db/index.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import { createLog } from '../platform/log/log.ts';
import { programVersion } from './build-program.ts';
import type { DeclareCommand } from './declare-command.ts';
import { withStores } from './open-stores.ts';
import type { Terminal } from './terminal.ts';

interface Invitation {
  readonly role: readonly string[];
  readonly port?: readonly string[];
  readonly group?: readonly string[];
  readonly label?: string;
}

export const declare: DeclareCommand = (command, terminal) => {
  command.addHelpText('before', 'Example: havenwacht user invite --role analyst\n');
  command
    .command('list')
    .description('everybody, with roles and kinds of keys')
    .action(async () => {
      const out = terminal();
      const persons = (await withPeople(({ db }) => listPersons(db))).map(presentPersonLine);
      if (out.json) for (const person of persons) await out.line(person);
      else {
        await out.table(
          ['name', 'signs in as', 'roles', 'state', 'keys', 'id'].map((title) => ({ title })),
          persons.map((one) => [
            one.name,
            one.signInName,
            one.roles.join(', '),
            one.state,
            one.credentials.join(', '),
            one.id,
          ]),
        );
      }
    });
  command
    .command('invite')
    .description('make a person and the one-time code with which he sets his key')
    .requiredOption('--role <name...>', `one or more of ${roleNames.join(', ')}`)
    .option('--port <locode...>', 'only these ports; without it all of the node')
    .option('--group <id...>', 'need-to-know groups')
    .option('--label <text>', 'what the administration calls this person')
    .action(async ({ role, port, group, label }: Invitation) => {
      const out = terminal();
      const roles = role.map(
        (name) => roleNames.find((one) => one === name) ?? unknown('role', name, roleNames.join(', ')),
      );
      const wanted = { roles, ports: port ?? null, groups: group ?? [], label: label ?? null };
      const { person, given } = await withPeople((parts) => inviteAtCommandLine(parts, wanted));
      await tell(out, given, presentPerson(person));
    });
  command
    .command('first')
    .description('a new one-time code for the first administrator')
    .action(async () => {
      const given = await withPeople((parts) => firstAdministratorCode(parts));
      if (given === null) {
        throw new HavenwachtError(
          'people/has-administrator',
          409,
          'There is an administrator; he invites others.',
        );
      }
      await tell(terminal(), given);
    });
  command
    .command('recover <person>')
    .description('a one-time code for who lost his key, where no two administrators can give it')
    .action(async (name: string) => {
      const given = await withPeople(async (parts) => {
        const person = (await listPersons(parts.db))
          .map(presentPerson)
          .find((one) => one.id === name || one.signInName === name);
        if (person === undefined)
          throw new HavenwachtError('people/not-found', 404, 'There is no such person.');
        return recoverAtCommandLine(parts, person.id);
      });
      await tell(terminal(), given);
    });
};

/** Beside a running node, or without one. */
function withPeople<T>(work: (parts: PeopleParts) => Promise<T>): Promise<T> {
  return withStores(true, async ({ config, db, blobs }) => {
    await migrate(db);
    const { name, country, ports } = config;
    const node = composeNode({
      db,
      blobs,
      clock: systemClock,
      log: createLog({ level: config.logLevel }),
      about: { name, country, ports, demo: false, version: programVersion() },
      people: { origin: config.http.origin, singleSignOn: null },
      keys: await openNodeKeys(config.dataFolder),
      actLog: { dataFolder: config.dataFolder, durable: true },
      inbox: null,
    });
    return work(node.people);
  });
}

async function tell(
  out: Terminal,
  given: GivenCode,
  person?: ReturnType<typeof presentPerson>,
): Promise<void> {
  const expiresAt = new Date(given.expiresAt).toISOString();
  if (out.json) await out.line({ ...(person === undefined ? {} : { person }), code: given.code, expiresAt });
  else await out.print(given.code);
  out.say(
    `${person === undefined ? 'It' : `${person.name} (${person.signInName})`} sets a key with this code before ${expiresAt}. Give it in person.`,
  );
}

function unknown(what: string, value: string, known: string): never {
  throw new HavenwachtError('cli/unknown', 400, `${value} is no ${what}; known are ${known}.`);
}
