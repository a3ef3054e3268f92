/** What may be done with a piece of information, as Europol and its partners mark it. */
export type HandlingCode = 'H0' | 'H1' | 'H2' | 'H3';

/** Traffic Light Protocol, version 2.0. */
export type TrafficLight = 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED';

/** How far a source has been reliable: A always, B mostly, C mostly not, X can't be judged. */
export type SourceEvaluation = 'A' | 'B' | 'C' | 'X';

/**
 * How far a piece of information can be relied on: 1 without doubt; 2 the source knows it at first hand,
 * the officer does not; 3 the source has it from others, and what is on record supports it; 4 the source
 * has it from others and nothing supports it.
 */
export type InformationEvaluation = '1' | '2' | '3' | '4';

/**
 * What each handling code binds the receiver to.
 *
 * @see docs/sources.md#europol-handling-codes
 * @example handlingCodes.H2 // "pass on only with the provider's permission"
 */
export const handlingCodes: Readonly<Record<HandlingCode, string>> = {
  H0: 'use only against the crimes it was given for',
  H1: "use in court only with the provider's permission",
  H2: "pass on only with the provider's permission",
  H3: 'bound by the conditions the provider wrote beside it',
};

/** Traffic lights from the most open to the most closed. */
const LIGHTS: readonly TrafficLight[] = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'];

/**
 * The handling codes in a text such as "H1, H2", each once, in order.
 *
 * @returns `null` when anything else stands in the text, or nothing at all
 * @example readHandlingCodes("h2/H1") // ["H1", "H2"]
 * @example readHandlingCodes("H4") // null
 */
export function readHandlingCodes(text: string): HandlingCode[] | null {
  const words = text
    .toUpperCase()
    .split(/[\s,;/+]+/u)
    .filter((word) => word !== '');
  if (
    words.length === 0 ||
    !words.every((word): word is HandlingCode => Object.hasOwn(handlingCodes, word))
  ) {
    return null;
  }
  return [...new Set(words)].sort();
}

/**
 * The traffic light a text names, with or without "TLP:" before it. "WHITE" of version 1 is "CLEAR".
 *
 * @returns `null` when it names none
 * @see docs/sources.md#tlp
 * @example readTrafficLight("TLP:AMBER+STRICT") // "AMBER+STRICT"
 */
export function readTrafficLight(text: string): TrafficLight | null {
  const word = text
    .toUpperCase()
    .trim()
    .replace(/^TLP\s*:\s*/u, '')
    .replace(/^WHITE$/, 'CLEAR');
  return LIGHTS.find((light) => light === word) ?? null;
}

/**
 * The most closed of some traffic lights: what a record made of several others has to carry.
 * No light at all gives "RED": what nobody marked is not shared.
 *
 * @see docs/sources.md#tlp
 * @example mostClosed(["GREEN", "AMBER+STRICT", "AMBER"]) // "AMBER+STRICT"
 * @example mostClosed([]) // "RED"
 */
export function mostClosed(lights: readonly TrafficLight[]): TrafficLight {
  return LIGHTS.findLast((light) => lights.includes(light)) ?? 'RED';
}

/**
 * A 4×4 evaluation such as "B2": the source first, the information second.
 *
 * @returns `null` for anything else
 * @see docs/sources.md#europol-handling-codes
 * @example readEvaluation("b2") // { source: "B", information: "2" }
 */
export function readEvaluation(
  text: string,
): { readonly source: SourceEvaluation; readonly information: InformationEvaluation } | null {
  const match = /^\s*([ABCX])\s*([1-4])\s*$/i.exec(text);
  if (match === null) return null;
  return {
    source: match[1]?.toUpperCase() as SourceEvaluation,
    information: match[2] as InformationEvaluation,
  };
}
