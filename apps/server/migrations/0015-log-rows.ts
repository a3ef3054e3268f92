/**
 * Beside an entry the ports it is about: who reads it hangs on that, and what it says does not. What was
 * written before says it of visits. And the checkpoint that was signed last, so that the rows alone are
 * enough to make the log's files again.
 */
export const sql = `
alter table act add column ports text[];
update act set ports = array[visit.port] from visit where act.act like 'visit/%' and visit.id = act.subject;
alter table log_head add column note text;
`;
