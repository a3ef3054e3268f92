import { checkConfig } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { openNode, type OpenNode } from '../open-node.ts';
import { createLog } from '../platform/log/log.ts';
import { runUntilStopped } from '../platform/shutdown.ts';
import { serveNode } from '../serve-node.ts';
import { programVersion } from './build-program.ts';
import type { DeclareCommand } from './declare-command.ts';
import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command
    .addHelpText('before', 'Example: HAVENWACHT_PORTS=NLVLI,NLRTM havenwacht serve\n')
    .addHelpText(
      'after',
      '\nSettings come from HAVENWACHT_… variables; docs/guides/operator.md lists them. Ctrl-C stops.',
    )
    .action(async () => {
      const out = terminal();
      const config = checkConfig(readEnv());
      const log = createLog({ level: config.logLevel });
      const { name, country, ports, databaseUrl, dataFolder, inbox, outbox, dicom, poolSize, maxFileBytes } =
        config;
      const node = await openNode({
        about: { name, country, ports, demo: false, version: programVersion() },
        databaseUrl,
        dataFolder,
        inbox,
        outbox,
        dicom,
        poolSize,
        maxFileBytes,
        people: { origin: config.http.origin, singleSignOn: config.singleSignOn },
        witnesses: config.witnesses,
        witnessedLogs: config.witnessedLogs,
        drawParties: config.drawParties,
        log,
      });
      try {
        await node.start();
        const served = await serveNode(node, config);
        await sayFirstCode(node, config.http.origin ?? served.address.replace('127.0.0.1', 'localhost'), out);
        if (out.json) await out.line({ address: served.address, ports, inbox });
        else {
          await out.print(served.address);
          if (inbox !== null) out.say(`Files put into ${inbox} are taken.`);
        }
        out.exitCode = (await runUntilStopped({
          log,
          lost: node.db.lost,
          async close() {
            await served.close();
            await node.close();
          },
        })) as ExitCode;
      } catch (error) {
        await node.close();
        throw error;
      }
    });
};

/** Nobody can sign in to a new node: who stands at its console becomes its first administrator. */
async function sayFirstCode(node: OpenNode, address: string, out: Terminal): Promise<void> {
  const given = await node.firstCode();
  if (given === null) return;
  const until = new Date(given.expiresAt).toISOString().slice(0, 16);
  out.complain(`No administrator yet. Open ${address}/first-start and type ${given.code} before ${until}Z.`);
}
