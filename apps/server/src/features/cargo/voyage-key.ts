/** The words by which messages name a vessel. At least one of the three makes it addressable. */
export interface VesselWords {
  readonly imo?: string | undefined;
  readonly callSign?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * The keys a vessel may be known under, strongest first: IMO number, call sign, name.
 * Messages of one call often differ in which of the three they carry.
 */
export function vesselAliases(words: VesselWords): readonly string[] {
  const aliases: string[] = [];
  const imo = words.imo?.replace(/\D/g, '');
  if (imo !== undefined && imo.length === 7) aliases.push(`imo:${imo}`);
  const callSign = squeeze(words.callSign);
  if (callSign !== '') aliases.push(`call-sign:${callSign}`);
  const name = squeeze(words.name);
  if (name !== '') aliases.push(`name:${name}`);
  return aliases;
}

/** One voyage number in its many spellings: `0123W`, `123 W` and `123w` are the same voyage. */
export function voyageKey(voyage: string | undefined): string | null {
  const key = squeeze(voyage).replace(/^0+(?=.)/, '');
  return key === '' ? null : key;
}

function squeeze(text: string | undefined): string {
  return (text ?? '').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}
