export { edifactFindingKinds, graverVerdict } from './finding.ts';
export type { EdifactFinding, EdifactFindingCode, FindingKind, Verdict } from './finding.ts';
export type {
  InterchangeEnd,
  InterchangeHeader,
  InterchangeReport,
  MessageEnd,
  MessageHeader,
  MessageReport,
} from './interchange.ts';
export type { Segment } from './segment.ts';
// Coming in reader.ts within minutes: class EdifactReader (see EdifactReaderHandler), checkEdifact, writeContrl, writer.
export type { EdifactReaderHandler } from './reader.ts';

// Messages to rows.
export { createMapper, mappedTypes } from './messages/create-mapper.ts';
export { builtInProfiles, checkDialectProfile, chooseDialect, defaultDialect, dialectOf } from './messages/dialects.ts';
export type { Dialect, DialectMatch, DialectProfile, DocumentMeaning, ProfileCheck } from './messages/dialects.ts';
export type { MessageIdentity, MessageMapper, RowSink } from './messages/message-mapper.ts';
