const desk = ['analyst', 'team-lead'];
const casework = [...desk, 'planner'];
const overseers = ['auditor', 'integrity', 'data-protection'];
/** Those who have a screen with visits, and those who oversee: news of visits reaches them. */
const hearers = [...casework, ...overseers, 'image-analyst'];

/** Every screen with a place in the rail: its address, its sign, and the roles that may open it. */
const places = [
  { to: '/queue', icon: 'queue', name: 'queue', roles: casework },
  { to: '/scans', icon: 'scans', name: 'scans', roles: ['image-analyst', 'team-lead'] },
  { to: '/yard', icon: 'yard', name: 'yard', roles: [...casework, 'image-analyst', 'integrity'] },
  { to: '/controls', icon: 'controls', name: 'controls', roles: [...casework, 'image-analyst'] },
  { to: '/intake', icon: 'intake', name: 'intake', roles: desk },
  { to: '/identity', icon: 'identity', name: 'identity', roles: casework },
  {
    to: '/oversight',
    icon: 'oversight',
    name: 'oversight',
    roles: [...overseers, 'administrator'],
  },
  { to: '/task', icon: 'task', name: 'task', roles: ['officer', 'team-lead'] },
  { to: '/portal', icon: 'portal', name: 'portal', roles: ['terminal', 'carrier'] },
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

/** Whether somebody with these roles may be at an address; addresses without a place of their own are open to ask. */
export function isPlaceFor(path: string, roles: readonly string[]): boolean {
  const place = places.find(({ to }) => path === to || path.startsWith(`${to}/`));
  return place === undefined || placesFor(roles).includes(place);
}

/** Whether the node tells somebody with these roles live what changes. */
export function hearsNews(roles: readonly string[]): boolean {
  return hearers.some((role) => roles.includes(role));
}
