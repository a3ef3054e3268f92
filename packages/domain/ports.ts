import type { Position } from './great-circle-km.ts';
import { portTable } from './port-table.ts';
import { terminalTable, type Terminal } from './terminal-table.ts';
import { countryOf, readUnLocode, type UnLocode } from './un-locode.ts';

/** A container port; its position is that of the port area, right to about 0.1 degree. */
export interface Port extends Position {
  readonly code: UnLocode;
  /** In English, or as it is spelt there. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Where we list them; `undefined` says nothing about how many there are. */
  readonly terminals?: readonly Terminal[];
}

/**
 * The reviewed table of container ports, by region. Not every port of the world: a code that is not
 * here may well be right.
 *
 * @see docs/sources.md#ports
 * @example ports.length > 150 // true
 */
export const ports: readonly Port[] = portTable.map(([text, name, lat, lon]) => {
  const code = text as UnLocode;
  const terminals = terminalTable[text];
  return { code, name, country: countryOf(text), lat, lon, ...(terminals && { terminals }) };
});

const PORT_BY_CODE: ReadonlyMap<string, Port> = new Map(ports.map((port) => [port.code, port]));

/**
 * The port with a UN/LOCODE, written in any case, with or without the blank.
 *
 * @returns `undefined` when the table has no such port
 * @see docs/sources.md#ports
 * @example portByCode("nl vli")?.name // "Vlissingen"
 * @example portByCode("XXXXX") // undefined
 */
export function portByCode(code: string): Port | undefined {
  return PORT_BY_CODE.get(code) ?? PORT_BY_CODE.get(readUnLocode(code) ?? '');
}
