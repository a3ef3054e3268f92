/**
 * Which ports an entry of the log is about: who reads it hangs on that, and what it says does not. It
 * stands beside what is hashed. What was written before says it of visits.
 */
export const sql = `
alter table act add column ports text[];
update act set ports = array[visit.port] from visit where act.act like 'visit/%' and visit.id = act.subject;
`;
