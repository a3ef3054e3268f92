export { charsetOf } from './charset.ts';
export type { Charset } from './charset.ts';
export { checkEdifact, checkEdifactBytes } from './check.ts';
export { interchangeOutcomes, writeContrl } from './contrl.ts';
export type { ContrlOptions, InterchangeOutcome, RejectedMessage } from './contrl.ts';
export type { EdifactReaderHandler } from './envelope.ts';
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
export { EdifactReader } from './reader.ts';
export type { Segment } from './segment.ts';
export { edifactLimits } from './tokenizer.ts';
export { defaultSeparators, readUna } from './separators.ts';
export type { Separators } from './separators.ts';
export type { EdifactLimits } from './tokenizer.ts';
export { writeInterchange, type WrittenInterchange } from './write-interchange.ts';
export { canEncode, EdifactWriteError, writeSegment } from './write-segment.ts';
export type { WriteOptions, WrittenElement } from './write-segment.ts';

// Messages to rows.
export { createMapper, mappedTypes } from './messages/create-mapper.ts';
export {
  builtInProfiles,
  checkDialectProfile,
  chooseDialect,
  defaultDialect,
  dialectOf,
} from './messages/dialects.ts';
export type {
  Dialect,
  DialectMatch,
  DialectProfile,
  DocumentMeaning,
  ProfileCheck,
} from './messages/dialects.ts';
export type { MessageIdentity, MessageMapper, RowSink } from './messages/message-mapper.ts';
export { CusresWriteError, writeCusres } from './messages/cusres.ts';
export type { CusresAnswer, CusresError, CusresOutcome } from './messages/cusres.ts';
export { CohaorWriteError, writeCohaor } from './messages/write-cohaor.ts';
export type { CohaorHandling, CohaorOrder, CohaorUnit } from './messages/write-cohaor.ts';
