/** What somebody does at a node; GLOSSARY.md has the words. In the order in which a person is named for one. */
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

/** One of {@link roleNames}. */
export type Role = (typeof roleNames)[number];
