import { roleNames } from '@havenwacht/domain';
import { z } from 'zod';
import { instantText } from '../../platform/clock/clock.ts';
import type { Person, PersonLine } from './person-store.ts';
import { nameOf, signInName } from './roles.ts';

export const roleSchema = z.enum(roleNames);

/** How somebody is called. Screens say role and number in their language; `name` is the English of it. */
export const personNameSchema = z
  .object({
    id: z.string(),
    role: roleSchema,
    number: z.int(),
    label: z.string().nullable(),
    name: z.string(),
  })
  .meta({ id: 'PersonName' });

export function presentPersonName(
  person: Pick<Person, 'id' | 'namedFor' | 'number' | 'label'>,
): z.output<typeof personNameSchema> {
  const { id, namedFor, number, label } = person;
  return { id, role: namedFor, number, label, name: label ?? nameOf(namedFor, number) };
}

export const personSchema = personNameSchema
  .extend({
    signInName: z.string(),
    roles: z.array(roleSchema),
    groups: z.array(z.string()),
    ports: z.array(z.string()).nullable(),
    state: z.enum(['invited', 'active', 'disabled']),
    createdAt: z.string(),
  })
  .meta({ id: 'Person' });

export function presentPerson(person: Person): z.output<typeof personSchema> {
  const { roles, groups, ports, state, createdAt } = person;
  return {
    ...presentPersonName(person),
    signInName: signInName(person.namedFor, person.number),
    roles: [...roles],
    groups: [...groups],
    ports: ports === null ? null : [...ports],
    state,
    createdAt: instantText(createdAt),
  };
}

export const personLineSchema = personSchema
  .extend({
    credentials: z.array(z.enum(['passkey', 'passphrase', 'oidc'])),
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: 'PersonLine' });

export function presentPersonLine(person: PersonLine): z.output<typeof personLineSchema> {
  return {
    ...presentPerson(person),
    credentials: [...person.credentials],
    lastUsedAt: person.lastUsedAt === null ? null : instantText(person.lastUsedAt),
  };
}
