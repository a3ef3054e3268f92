/** Tags and codes that mappers compare with. */
const WORDS =
  'BGM DTM RFF NAD TDT LOC EQD MEA SEL TMP DGS FTX PIA DAM DOC CNI STS GID SGP PAC PCI CST GIS GEI CNT UNS ' +
  'CN CZ N1 CA CF MS MR WT VGM AAE G T AAL AET AAA AAD HAN OSI BM MB BH HWB BN EQ VON VM AAS KGM TNE LBR CEL ' +
  'SH CU TO AC WAT SM1 SM2 HS SW 1 2 4 5 6 7 8 9 10 11 12 13 16 20 60 61 76 83 88 132 133 136 137 147 165 175 178 ' +
  '186 203 334 798 139 172';

const words: ReadonlyMap<string, string> = new Map(WORDS.split(' ').map((word) => [word, word]));

/**
 * The same text, as the one object that this program's own literals are: comparing it with them is then
 * a comparison of pointers. Text read from bytes is a new object each time it was not met lately.
 *
 * @example commonText('EQD') // 'EQD'
 */
export function commonText(text: string): string {
  return words.get(text) ?? text;
}
