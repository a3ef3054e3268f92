/**
 * The two largest tables are written by the ten thousand and always with their message, in one
 * transaction; a look-up of the message for every row cost the database as much as the row itself. Who
 * takes out a message takes out its statements.
 */
export const sql = `
alter table container_statement drop constraint container_statement_message_id_fkey;
alter table movement drop constraint movement_message_id_fkey;
`;
