import type { TFunction } from 'i18next';
import type { PersonName } from '../api/session.ts';

/** What somebody is called on a screen: the administration's own label, or role and number in the reader's language. */
export function personName(person: Pick<PersonName, 'role' | 'number' | 'label'>, t: TFunction): string {
  return person.label ?? `${t(`roles.${person.role}`)} ${person.number}`;
}

/** Every role a person can have, in the order of a list. */
export const roleNames = [
  'analyst',
  'image-analyst',
  'planner',
  'officer',
  'team-lead',
  'liaison',
  'integrity',
  'auditor',
  'data-protection',
  'press',
  'carrier',
  'terminal',
  'administrator',
] as const;
