import { createHash } from 'node:crypto';
import { writeEquipmentEvent } from '@havenwacht/formats/dcsa';
import { writeCusres, writeInterchange } from '@havenwacht/formats/edifact';
import { sql, type Transaction } from '../../platform/db/index.ts';
import type { DueWord } from './outside-acts.ts';
import type { SegregationPolicy } from './segregation-policy.ts';

/**
 * Writes what a declarant or a carrier is told: the CUSRES that answers its declaration, the status that
 * track and trace shows its customers. Where nobody declared the box, or no carrier is named for it, there
 * is nobody to tell and nothing is written.
 */
export async function tellOutsider(
  tx: Transaction,
  policy: Pick<SegregationPolicy, 'sender'> | null,
  { id, sign, about }: DueWord,
  now: number,
): Promise<void> {
  const number = `A${createHash('sha256').update(id).digest('hex').slice(0, 12).toUpperCase()}`;
  if (sign === 'examination-response') {
    const declared = await declarationOf(tx, about.container);
    if (declared === null) return;
    const message = writeCusres({
      directory: 'D95B',
      reference: number,
      answers: { documentCode: '785', documentNumber: declared.document },
      madeAt: now,
      outcome: 'examination',
      containers: [about.container],
    });
    const sender = policy?.sender ?? declared.recipient;
    const interchange = { sender, recipient: declared.sender, reference: number, madeAt: now };
    await write(tx, id, number, declared.sender, 'CUSRES', writeInterchange(interchange, [message]), now);
  } else if (about.status !== undefined) {
    const carrier = await carrierOf(tx, about.container);
    if (carrier === null) return;
    const bytes = writeEquipmentEvent({
      id: uuidOf(id),
      code: about.status,
      at: now,
      madeAt: now,
      container: about.container,
      port: about.port,
      load: about.load,
    });
    await write(tx, id, number, carrier, 'DCSA', bytes, now);
  }
}

async function write(
  tx: Transaction,
  act: string,
  number: string,
  recipient: string,
  type: 'CUSRES' | 'DCSA',
  bytes: Uint8Array,
  now: number,
): Promise<void> {
  await tx.execute(
    sql`insert into outside_message (act_id, number, recipient, type, made_at, sha256, bytes)
        values (${act}, ${number}, ${recipient}, ${type}, to_timestamp(${now}::float8 / 1000.0),
          ${createHash('sha256').update(bytes).digest('hex')}, ${Buffer.from(bytes)})`,
  );
}

/** The manifest that names the box, the last one that stands. */
async function declarationOf(
  tx: Transaction,
  container: string,
): Promise<{ readonly document: string; readonly sender: string; readonly recipient: string } | null> {
  const [row] = await tx.query<{ document: string; sender: string; recipient: string }>(
    sql`select m.document_number as document, m.sender, m.recipient
        from consignment_container l join consignment c on c.id = l.consignment_id join message m on m.id = c.message_id
        where l.container = ${container} and m.type = 'CUSCAR' and m.function <> 'cancel' and m.document_number is not null
          and m.sender <> ''
        order by m.stated_at desc, m.id desc limit 1`,
  );
  return row ?? null;
}

/** Who runs the box, as the last message says; where none does, who sent the list it is on. */
export async function carrierOf(tx: Transaction, container: string): Promise<string | null> {
  const [row] = await tx.query<{ carrier: string }>(
    sql`select coalesce(s.body->>'operator', m.sender) as carrier
        from container_statement s join message m on m.id = s.message_id
        where s.container = ${container} and m.function <> 'cancel' and coalesce(s.body->>'operator', m.sender) <> ''
        order by s.body->>'operator' is null, s.stated_at desc, s.id desc limit 1`,
  );
  return row?.carrier ?? null;
}

/** A UUID that an act always has: version 8, made from its id. */
function uuidOf(id: string): string {
  const hex = createHash('sha256').update(`event ${id}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
