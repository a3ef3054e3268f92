/** What a person calls a key of his own, and a code in two halves for who is invited as for who lost his. */
export const sql = `
alter table credential add column label text;
alter table recovery add column kind text not null default 'recovery' check (kind in ('invitation', 'recovery'));
`;
