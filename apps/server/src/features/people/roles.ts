import { roleNames, type Role } from '@havenwacht/domain';

export type { Role } from '@havenwacht/domain';

/** Those who work with the ranked list and what it was read from. */
export const caseRoles: readonly Role[] = ['analyst', 'image-analyst', 'planner', 'team-lead', 'integrity'];

/** Those who decide about a visit of the list. */
export const deskRoles: readonly Role[] = ['analyst', 'team-lead'];

/** Those who read the log: they watch over others, and are not those who are watched. */
export const logRoles: readonly Role[] = ['auditor', 'integrity', 'data-protection'];

/** Every role of somebody who belongs to this administration: not the portal's. */
export const staffRoles: readonly Role[] = roleNames.filter(
  (role) => role !== 'carrier' && role !== 'terminal',
);

/**
 * Roles that go with no other. An administrator decides who may see cases, so he sees none himself; a
 * carrier's or terminal's officer works for somebody else. The table `person` refuses the same.
 */
const standsAlone: ReadonlySet<Role> = new Set(['administrator', 'carrier', 'terminal']);

/**
 * Why these roles can't be one person's; `null` when they can.
 *
 * ```ts
 * rolesRefusal(['analyst', 'team-lead']); // null
 * rolesRefusal(['administrator', 'analyst']); // 'administrator goes with no other role'
 * ```
 */
export function rolesRefusal(roles: readonly Role[]): string | null {
  if (roles.length === 0) return 'a person has at least one role';
  if (new Set(roles).size < roles.length) return 'a role is named twice';
  const alone = roles.find((role) => standsAlone.has(role));
  return alone === undefined || roles.length === 1 ? null : `${alone} goes with no other role`;
}

/** "Analyst 2": how a person is called where the administration gave no label of its own. */
export function nameOf(role: Role, number: number): string {
  const words = role.replace('-', ' ');
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)} ${number}`;
}

/** What a person types to say who he is: `analyst-2`. */
export function signInName(role: Role, number: number): string {
  return `${role}-${number}`;
}
