import type { Dialect } from './dialects.ts';
import type { MessageIdentity, MessageMapper, RowSink } from './message-mapper.ts';
import { BaplieMapper } from './baplie.ts';
import { CoarriMapper } from './coarri.ts';
import { CodecoMapper } from './codeco.ts';
import { CohaorMapper } from './cohaor.ts';
import { CoprarMapper } from './coprar.ts';
import { CuscarMapper } from './cuscar.ts';
import { chooseDialect } from './dialects.ts';
import { IftminMapper } from './iftmin.ts';
import { IftstaMapper } from './iftsta.ts';
import { VermasMapper } from './vermas.ts';

type MapperClass = new (header: MessageIdentity, sink: RowSink, dialect: Dialect) => MessageMapper;

const MAPPERS: ReadonlyMap<string, MapperClass> = new Map<string, MapperClass>([
  ['BAPLIE', BaplieMapper],
  ['COARRI', CoarriMapper],
  ['CODECO', CodecoMapper],
  ['COHAOR', CohaorMapper],
  ['COPRAR', CoprarMapper],
  ['CUSCAR', CuscarMapper],
  ['IFTMIN', IftminMapper],
  ['IFTSTA', IftstaMapper],
  ['VERMAS', VermasMapper],
]);

/** The message types `createMapper` reads. */
export const mappedTypes: readonly string[] = [...MAPPERS.keys()];

/**
 * A mapper for one message, or null for a type this package does not map.
 *
 * The mapper hands rows to `sink` as they are complete: the message row first, then voyages,
 * containers, consignments and movements in the order of the message, with an unread row for every
 * segment or value it did not understand. Offsets are those of the segments it is given.
 *
 * @param header the reader's message header with the sender and recipient of the interchange
 * @param dialect how the sender writes; chosen among the built-in profiles when left out
 * @example createMapper({ type: 'ORDERS', version: 'D', release: '96A', association: '', sender: '', recipient: '', reference: '1' }, () => {}) // null
 */
export function createMapper(
  header: MessageIdentity,
  sink: RowSink,
  dialect: Dialect = chooseDialect(header),
): MessageMapper | null {
  const Mapper = MAPPERS.get(header.type);
  return Mapper === undefined ? null : new Mapper(header, sink, dialect);
}
