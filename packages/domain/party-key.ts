/** Legal forms, dotted and spelt out, as single words after punctuation is gone. */
const LEGAL_FORMS = new Set(
  `AB AG AS ASA AVV BHD BV BVBA CA CIA CO COMPANIA COMPANY COMPANHIA CORP CORPORATION CV CVBA DMCC DOO EI EIRELI EIRL
  EPP EURL FZCO FZE FZLLC GMBH INC INCORPORATED JSC KFT KG KK LDA LIMITADA LIMITED LLC LLP LP LTD LTDA ME MBH NV OAO OHG
  OOD OOO OU OY OYJ PJSC PLC PT PTE PTY PVT QSC SA SAC SACI SAPI SARL SAS SASU SCA SCRL SDN SE SL SLU SNC SOCIEDAD
  SP SPA SPRL SPZOO SRL SRLS SRO TBK UAB VOF VZW WLL ZOO`.split(/\s+/),
);

/** Legal forms that take more than one word, once letters stand alone. */
const LONG_FORMS = [
  'SOCIEDAD ANONIMA CERRADA',
  'SOCIEDAD ANONIMA',
  'SOCIEDADE ANONIMA',
  'SOCIETE ANONYME',
  'NAAMLOZE VENNOOTSCHAP',
  'BESLOTEN VENNOOTSCHAP',
  'DE CV',
  'SP Z OO',
  'CO KG',
];

/** Letters that decomposition leaves whole. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Ł: 'L',
  Þ: 'TH',
  ẞ: 'SS',
};

/**
 * The key under which the history of a company is kept: spellings of one name come together.
 *
 * Upper case; accents folded; "&" reads "AND"; other punctuation becomes a blank; letters that stand
 * alone are joined ("S.A.C." → "SAC"); legal forms go wherever they stand, and an "AND" left at the end
 * with them, unless nothing would be left; blanks collapse. Two companies that differ in legal form alone share a key: a history must be read
 * together with address and country.
 *
 * For companies only. No history is kept of natural persons.
 *
 * @returns "" for a text without letter, digit or "&"
 * @see docs/sources.md#party-key
 * @example partyKey("Fruta Del Río S.A.C.") // "FRUTA DEL RIO"
 * @example partyKey("J. & P. Koelhuis B.V.") // "J AND P KOELHUIS"
 * @example partyKey("CIA. BANANERA LTDA") // "BANANERA"
 */
export function partyKey(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .replace(/[ÆŒØĐÐŁÞẞ]/gu, (letter) => WHOLE_LETTERS[letter] ?? letter)
    .replace(/&/g, ' AND ')
    .replace(/['’`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return withoutLegalForms(plain);
}

function withoutLegalForms(words: string): string {
  const joined = words.replace(/(?<![\p{L}\p{N}])\p{L}(?: \p{L}(?![\p{L}\p{N}]))+/gu, (letters) =>
    letters.replaceAll(' ', ''),
  );
  let rest = ` ${joined} `;
  for (const form of LONG_FORMS) rest = rest.replaceAll(` ${form} `, ' ');
  const kept = rest.split(' ').filter((word) => word !== '' && !LEGAL_FORMS.has(word));
  while (kept.at(-1) === 'AND') kept.pop();
  if (kept.length === 0) return joined;
  const key = kept.join(' ');
  return key === words ? key : withoutLegalForms(key);
}
