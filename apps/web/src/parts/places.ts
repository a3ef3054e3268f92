const caseRoles = ['analyst', 'image-analyst', 'planner', 'team-lead', 'integrity'];

/** Every screen with a place in the rail: its address, its sign, and the roles that may open it. */
const places = [
  { to: '/queue', icon: 'queue', name: 'queue', roles: caseRoles },
  { to: '/yard', icon: 'yard', name: 'yard', roles: caseRoles },
  { to: '/intake', icon: 'intake', name: 'intake', roles: caseRoles },
  { to: '/identity', icon: 'identity', name: 'identity', roles: caseRoles },
  {
    to: '/oversight',
    icon: 'oversight',
    name: 'oversight',
    roles: ['auditor', 'integrity', 'data-protection', 'administrator'],
  },
  { to: '/people', icon: 'people', name: 'people', roles: ['administrator'] },
  { to: '/account', icon: 'account', name: 'account', roles: null },
] as const satisfies readonly {
  readonly to: string;
  readonly icon: string;
  readonly name: string;
  readonly roles: readonly string[] | null;
}[];

/** The places somebody with these roles may open; the others are not even named. */
export function placesFor(roles: readonly string[]): readonly (typeof places)[number][] {
  return places.filter((place) => place.roles === null || place.roles.some((role) => roles.includes(role)));
}
