import { goodsWords } from './goods-words.ts';
import { plainWords } from './plain-words.ts';
import { remember } from './remember.ts';

/** What a word about the state of goods makes of a heading; `null` = the heading stands. */
interface State {
  readonly words: ReadonlySet<string>;
  readonly turn: (heading: string) => readonly string[] | null;
}

const FROZEN: State = {
  words: new Set(
    'FROZEN IQF CONGELADO CONGELADA CONGELADOS CONGELADAS BEVROREN DIEPVRIES CONGELE CONGELEE CONGELES CONGELEES SURGELE SURGELEE SURGELES SURGELEES'.split(
      ' ',
    ),
  ),
  turn: (heading) => {
    if (heading === '0714') return [heading];
    if (heading.startsWith('08')) return ['0811'];
    if (heading.startsWith('07')) return ['0710'];
    return { '0201': [], '0302': [] }[heading] ?? null;
  },
};

const JUICE: State = {
  words: new Set(
    'JUICE JUICES JUGO JUGOS ZUMO ZUMOS SUCO SUCOS SINAASAPPELSAP APPELSAP VRUCHTENSAP JUS'.split(' '),
  ),
  turn: (heading) => (/^0[78]/.test(heading) ? ['2009'] : null),
};

const PULP: State = {
  words: new Set(
    'PULP PULPA POLPA PULPE PUREE PURE MERMELADA JAM GELEIA CONFITURE CANNED CONSERVA CONSERVAS PRESERVED SYRUP CHIPS'.split(
      ' ',
    ),
  ),
  turn: (heading) => {
    if (heading.startsWith('08')) return ['2007', '2008', '0811', '0812'];
    if (heading.startsWith('07')) return ['0710', '0711', '2001', '2002', '2003', '2004', '2005'];
    return null;
  },
};

const DRIED: State = {
  words: new Set(
    'DRIED DEHYDRATED SECO SECA SECOS SECAS DESHIDRATADO DESHIDRATADA DESIDRATADO GEDROOGD GEDROOGDE SECHE SECHES SECHEE SECHEES'.split(
      ' ',
    ),
  ),
  turn: (heading) => {
    if (/^08(?!01|02)/.test(heading)) return [heading, '0813'];
    if (/^07(?!13|14)/.test(heading)) return ['0712', '0713', heading];
    if (/^030[2-7]/.test(heading)) return ['0305', heading];
    return null;
  },
};

const STATES = [JUICE, PULP, FROZEN, DRIED];

/** Headings by word or phrase, and the length in words of the longest phrase. */
const HEADINGS = new Map<string, Set<string>>();
let longest = 1;
for (const line of goodsWords.trim().split('\n')) {
  const [headings = '', words = ''] = line.split(' | ');
  for (const word of words.split(', ')) {
    const set = HEADINGS.get(word) ?? new Set<string>();
    headings.split(',').forEach((heading) => set.add(heading));
    HEADINGS.set(word, set);
    longest = Math.max(longest, word.split(' ').length);
  }
}

/**
 * The headings that a plain goods description names, by keywords in English, Spanish, Portuguese, Dutch and
 * French for the goods most often seen in containers; for comparing with the goods code beside it.
 *
 * Words about the state turn a heading: frozen mango is 0811, orange juice 2009. Where a word may stand for
 * several headings all are given: the text disagrees with a code only when none of them is the code's. Most
 * goods of the world are not in the list, so an empty answer says nothing.
 *
 * @returns four-digit headings, each once, in order
 * @see docs/sources.md#goods-words
 * @example headingsFor("1080 CAJAS DE BANANO FRESCO") // ["0803"]
 * @example headingsFor("Frozen mango chunks") // ["0811"]
 * @example headingsFor("Spare parts") // []
 */
export function headingsFor(text: string): readonly string[] {
  return named(text);
}

const named = remember((text: string): readonly string[] => {
  const words = plainWords(text);
  const found = new Set<string>();
  for (let at = 0; at < words.length;) {
    const length = phraseLengthAt(words, at);
    if (length > 0)
      headingsOf(words.slice(at, at + length).join(' '))?.forEach((heading) => found.add(heading));
    at += Math.max(1, length);
  }
  const state = STATES.find(({ words: about }) => words.some((word) => about.has(word)));
  const turned = [...found].flatMap((heading) => state?.turn(heading) ?? [heading]);
  return [...new Set(turned)].sort();
});

/** How many words from `at` the longest known phrase takes; 0 = none. */
function phraseLengthAt(words: readonly string[], at: number): number {
  for (let length = Math.min(longest, words.length - at); length > 0; length--) {
    if (headingsOf(words.slice(at, at + length).join(' ')) !== undefined) return length;
  }
  return 0;
}

/** As it stands, or without the plural's "S" or "ES". */
function headingsOf(phrase: string): ReadonlySet<string> | undefined {
  return (
    HEADINGS.get(phrase) ??
    (phrase.endsWith('S') ? HEADINGS.get(phrase.slice(0, -1)) : undefined) ??
    (phrase.endsWith('ES') ? HEADINGS.get(phrase.slice(0, -2)) : undefined)
  );
}
