export type { Brand } from './brand.ts';
export { needsReefer, temperatureRangeFor, type TemperatureRange } from './carriage-temperature.ts';
export type { Claim, Claims, Source, StatementKind } from './claim.ts';
export {
  containerCheckDigit,
  isCheckDigitValid,
  normaliseContainerNumber,
  parseContainerNumber,
  readContainerNumber,
  type ContainerNumber,
} from './container-number.ts';
export { FormatError, type FormatErrorCode } from './format-error.ts';
export { isGenericDescription } from './generic-description.ts';
export { greatCircleKm, type Position } from './great-circle-km.ts';
export {
  handlingCodes,
  mostClosed,
  readEvaluation,
  readHandlingCodes,
  readTrafficLight,
  type HandlingCode,
  type InformationEvaluation,
  type SourceEvaluation,
  type TrafficLight,
} from './handling-code.ts';
export { headingsFor } from './headings-for.ts';
export { hsChapter, hsHeading, parseHsCode, readHsCode, type HsCode, type HsHeading } from './hs-code.ts';
export { hsChapters, hsHeadings } from './hs-headings.ts';
export { isImoNumberValid, parseImoNumber, type ImoNumber } from './imo-number.ts';
export {
  edifactPeriod,
  formatInstant,
  likelyEdifactFormat,
  parseEdifactInstant,
  parseInstant,
  type Instant,
} from './instant.ts';
export { toKilograms, type Kilograms } from './kilograms.ts';
export { findOneEditTwins, isOneEditAway, oneEditKeys } from './one-edit.ts';
export { partyKey } from './party-key.ts';
export { plausibleKinds } from './plausible-kinds.ts';
export { portByCode, ports, type Port } from './ports.ts';
export { alongRoute, between, routeKm, seaRoute } from './sea-route.ts';
export { remember } from './remember.ts';
export { roleNames, type Role } from './roles.ts';
export { compareSealNumbers, normaliseSealNumber, parseSealNumber, type SealNumber } from './seal-number.ts';
export {
  decodeSizeType,
  typicalTareKg,
  type ContainerKind,
  type KilogramRange,
  type SizeType,
} from './size-type-code.ts';
export { formatStowPosition, parseStowPosition, type StowPosition } from './stow-position.ts';
export { isSyntheticContainer, syntheticOwnerPrefixes } from './synthetic-owner-prefixes.ts';
export type { Terminal } from './terminal-table.ts';
export { countryOf, parseUnLocode, readUnLocode, type UnLocode } from './un-locode.ts';
