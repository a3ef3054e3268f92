import type { Querying } from '../../platform/db/index.ts';
import { readContainers } from '../cargo/index.ts';
import type { ContainerFile } from './dossier-view.ts';

/** Reads what the node holds about one container number, for a visit that its reader was found to see. */
export async function readContainer(tx: Querying, container: string): Promise<ContainerFile> {
  return {
    dossier: (await readContainers(tx, [container])).get(container),
    messages: await tx.query(
      `select distinct m.file, m.at_byte as offset, m.type, m.version, m.reference, m.function, m.sender,
         m.stated_at as "statedAt", m.received_at as "receivedAt"
       from message m where m.id in (
         select message_id from container_statement where container = $1
         union select message_id from movement where container = $1
         union select c.message_id from consignment c join consignment_container l on l.consignment_id = c.id
           where l.container = $1)
       order by "statedAt", "receivedAt", m.file, "offset"`,
      [container],
    ),
  };
}
