import type { TFunction } from 'i18next';
import type { PersonName } from '../api/session.ts';

/** What somebody is called on a screen: the administration's own label, or role and number in the reader's language. */
export function personName(person: Pick<PersonName, 'role' | 'number' | 'label'>, t: TFunction): string {
  return person.label ?? `${t(`roles.${person.role}`)} ${person.number}`;
}
