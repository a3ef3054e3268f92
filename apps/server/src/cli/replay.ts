import { checkConfig } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { openNode } from '../open-node.ts';
import { programVersion } from './build-program.ts';
import type { DeclareCommand } from './declare-command.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command
    .addHelpText('before', 'Example: havenwacht replay\n')
    .addHelpText(
      'after',
      '\nForgets what was derived and reads every kept file again, in the order of receipt; decisions about files stand. The node must be stopped.',
    )
    .action(async () => {
      const out = terminal();
      const { name, country, ports, databaseUrl, dataFolder, poolSize, maxFileBytes } =
        checkConfig(readEnv());
      const about = { name, country, ports, demo: false, version: programVersion() };
      const node = await openNode({ about, databaseUrl, dataFolder, inbox: null, poolSize, maxFileBytes });
      const bar = out.progress('replay');
      try {
        const files = await node.replay(bar.update);
        await node.settle();
        const { total } = await node.list({ from: 0, limit: 1 });
        bar.end();
        if (out.json) await out.line({ files, visits: total });
        else await out.print(`${files} files read again, ${total} container visits in the list`);
      } finally {
        bar.end();
        await node.close();
      }
    });
};
