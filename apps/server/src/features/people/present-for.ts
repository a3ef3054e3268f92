import type { Reader } from '../../platform/auth/index.ts';
import { nodeReader } from '../../platform/scope/index.ts';
import { fieldTable, pseudonymRoles, purposeRoles, type FieldRoles, type RecordKind } from './field-table.ts';
import type { Role } from './roles.ts';

/** The same shape as it is written out: what leaves is a copy in bytes, so nothing in it is read-only. */
type Written<T> = T extends object ? { -readonly [Key in keyof T]: Written<T[Key]> } : T;

/** Marks a value that went through {@link presentFor}; an answer of a route is made of such values only. */
declare const presented: unique symbol;
/** What one reader may see of a record: fields that he may not see are absent, not empty. */
export type Presented<Record> = Partial<Written<Record>> & { readonly [presented]: true };

/**
 * Strips a record to the fields that this reader may see. A field without an entry in the table of
 * fields is seen by nobody; the node itself sees all.
 */
export function presentFor<Record extends object>(
  reader: Reader,
  kind: RecordKind,
  record: Record,
): Presented<Record> {
  return (reader === nodeReader ? record : strip(fieldTable[kind], reader, record)) as Presented<Record>;
}

function strip(fields: FieldRoles, reader: Reader, value: unknown): unknown {
  if (isRoles(fields)) return value;
  if (Array.isArray(value)) return value.map((one) => strip(fields, reader, one));
  if (value === null || typeof value !== 'object') return null;
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const below = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (below !== undefined && isSeen(below, reader)) kept[name] = strip(below, reader, inner);
  }
  return kept;
}

/** Whether this reader may see a field, given as `name` or `name.inner`, or any of the fields inside it. */
export function maySeeField(reader: Reader, kind: RecordKind, field: string): boolean {
  if (reader === nodeReader) return true;
  let at: FieldRoles = fieldTable[kind];
  for (const name of field.split('.')) {
    const below: FieldRoles | undefined = isRoles(at) || !Object.hasOwn(at, name) ? undefined : at[name];
    if (below === undefined) return false;
    at = below;
  }
  return isSeen(at, reader);
}

/** Whether this reader may see anything of a kind of record. */
export function maySee(reader: Reader, kind: RecordKind): boolean {
  return reader === nodeReader || isSeen(fieldTable[kind], reader);
}

/** The roles that see anything of a kind of record: those for whom its routes are there at all. */
export function rolesThatSee(...kinds: readonly RecordKind[]): readonly Role[] {
  const inside = (fields: FieldRoles): readonly Role[] =>
    isRoles(fields) ? fields : Object.values(fields).flatMap(inside);
  return [...new Set(kinds.flatMap((kind) => inside(fieldTable[kind])))];
}

/** Whether this reader has to say why he looks at a record of this kind: none of his roles that see it is free to look. */
export function needsPurpose(reader: Reader, kind: RecordKind): boolean {
  return !hasRole(reader, kind, (role) => !purposeRoles.includes(role));
}

/** Whether every role with which this reader sees such records is given pseudonyms. */
export function needsPseudonyms(reader: Reader, kind: RecordKind): boolean {
  return reader !== nodeReader && !hasRole(reader, kind, (role) => !pseudonymRoles.includes(role));
}

function hasRole(reader: Reader, kind: RecordKind, wanted: (role: Role) => boolean): boolean {
  if (reader === nodeReader) return true;
  return (reader.roles as readonly Role[]).some(
    (role) => wanted(role) && isSeen(fieldTable[kind], { roles: [role] }),
  );
}

function isSeen(fields: FieldRoles, reader: Pick<Reader, 'roles'>): boolean {
  return isRoles(fields)
    ? fields.some((role) => reader.roles.includes(role))
    : Object.values(fields).some((below) => isSeen(below, reader));
}

function isRoles(fields: FieldRoles): fields is readonly Role[] {
  return Array.isArray(fields);
}
