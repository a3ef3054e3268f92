/** Keeps the number until the people of the node have their tables. */
export const sql = `select 1;`;
