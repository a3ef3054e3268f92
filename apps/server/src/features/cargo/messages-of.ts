import type { Querying } from '../../platform/db/index.ts';

/** A message that speaks of a container. */
export interface MessageOf {
  readonly file: string;
  readonly offset: number;
  readonly type: string;
  readonly version: string;
  readonly reference: string;
  readonly function: string;
  readonly sender: string;
  /** Number of the document the message is or amends; null when it names none. */
  readonly document: string | null;
  readonly statedAt: number;
  readonly receivedAt: number;
}

/** Every message that speaks of a container, in the order in which they were stated. */
export function messagesOf(tx: Querying, container: string): Promise<readonly MessageOf[]> {
  return tx.query<MessageOf>(
    `select distinct m.file, m.at_byte as offset, m.type, m.version, m.reference, m.function, m.sender,
       m.document_number as document, m.stated_at as "statedAt", m.received_at as "receivedAt"
     from message m where m.id in (
       select message_id from container_statement where container = $1
       union select message_id from movement where container = $1
       union select c.message_id from consignment c join consignment_container l on l.consignment_id = c.id
         where l.container = $1)
     order by "statedAt", "receivedAt", m.file, "offset"`,
    [container],
  );
}
