import { migrate } from '../platform/db/index.ts';
import type { DeclareCommand } from './declare-command.ts';
import { withStores } from './open-stores.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command.addHelpText('before', 'Example: havenwacht migrate\n').action(async () => {
    const applied = await withStores(true, ({ db }) => migrate(db));
    const out = terminal();
    for (const { number, name } of applied) {
      if (out.json) await out.line({ migration: number, name });
      else await out.print(`${String(number).padStart(4, '0')} ${name}`);
    }
    out.say(applied.length === 0 ? 'The schema is the newest.' : `${applied.length} migrations applied.`);
  });
};
