import { systemClock } from '../platform/clock/clock.ts';
import { composeNode } from '../compose.ts';
import { createApp, openApiDocument } from '../platform/http/index.ts';
import { createLog } from '../platform/log/log.ts';
import { offlineParts } from './offline-parts.ts';
import { programVersion } from './build-program.ts';
import { newKey } from '../platform/secrets/index.ts';
import type { DeclareCommand } from './declare-command.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command.addHelpText('before', 'Example: havenwacht openapi > openapi.json\n').action(async () => {
    const version = programVersion();
    const log = createLog({ level: 'silent' });
    const { db, blobs } = offlineParts();
    const app = await createApp({ log, version, db, webFolder: null });
    const about = { name: '', country: '', ports: [], demo: false, version };
    const people = { origin: null, singleSignOn: null };
    // Nothing is sealed or opened here.
    const keys = { people: newKey(), controls: newKey(), draw: newKey() };
    const node = composeNode({
      db,
      blobs,
      clock: systemClock,
      log,
      about,
      people,
      keys,
      inbox: null,
      actLog: { dataFolder: '', durable: false },
    });
    await node.serve(app);
    const document = await openApiDocument(app);
    const out = terminal();
    if (out.json) await out.line(document);
    else await out.print(JSON.stringify(document, null, 2));
    await node.stop();
    await app.close();
  });
};
