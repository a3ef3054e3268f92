/**
 * Statements as messages made them, and the calls and visits they are about. Statements are only
 * ever added; a replay of a file takes its statements out and puts the same ones back.
 */
export const sql = `
create table message (
  id bigint generated always as identity primary key,
  file text not null references file (id),
  at_byte bigint not null,
  family text not null,
  type text not null,
  version text not null,
  reference text not null,
  function text not null,
  statement text not null,
  sender text not null,
  recipient text not null,
  document_number text,
  stated_at timestamptz not null,
  received_at timestamptz not null,
  vessel_key text,
  voyage_key text,
  rows integer not null default 0
);
create index message_file on message (file);
create index message_document on message (sender, document_number) where document_number is not null;
create index message_cancel on message (document_number) where function = 'cancel';
create index message_vessel on message (vessel_key, stated_at);

create table vessel (
  key text primary key,
  imo text,
  call_sign text,
  name text
);

create table vessel_alias (
  alias text primary key,
  vessel_key text not null
);

create table port_call (
  id text primary key,
  vessel_key text not null,
  port text not null check (length(port) = 5),
  voyage_key text,
  voyage text,
  arrival_at timestamptz,
  arrival_actual boolean not null default false,
  arrival_word text collate "C",
  first_stated_at timestamptz not null
);
create index port_call_vessel on port_call (vessel_key, port);

create table call_list (
  call_id text not null references port_call (id) on delete cascade,
  statement text not null,
  primary key (call_id, statement)
);

create table call_statement (
  message_id bigint not null references message (id) on delete cascade,
  seq integer not null,
  vessel_key text not null,
  voyage_key text,
  port text not null,
  role text not null,
  terminal text,
  eta timestamptz,
  etd timestamptz,
  ata timestamptz,
  atd timestamptz,
  at_byte bigint not null,
  primary key (message_id, seq)
);
create index call_statement_vessel on call_statement (vessel_key, port);

create table visit (
  id text primary key,
  container text not null,
  call_id text not null references port_call (id),
  port text not null,
  first_stated_at timestamptz not null,
  unique (container, call_id)
);
create index visit_call on visit (call_id);

create table container_statement (
  id bigint generated always as identity primary key,
  message_id bigint not null references message (id) on delete cascade,
  container text not null,
  vessel_key text,
  port text,
  stated_at timestamptz not null,
  stow text,
  body json not null
);
create index container_statement_container on container_statement (container);
create index container_statement_message on container_statement (message_id);
create index container_statement_stow on container_statement (vessel_key, stow) where stow is not null;

create table consignment (
  id bigint generated always as identity primary key,
  message_id bigint not null references message (id) on delete cascade,
  bill text not null,
  vessel_key text,
  port text,
  stated_at timestamptz not null,
  body json not null
);
create index consignment_message on consignment (message_id);
create index consignment_bill on consignment (bill);

create table consignment_container (
  container text not null,
  consignment_id bigint not null references consignment (id) on delete cascade,
  primary key (container, consignment_id)
);
create index consignment_container_consignment on consignment_container (consignment_id);

create table movement (
  id bigint generated always as identity primary key,
  message_id bigint not null references message (id) on delete cascade,
  container text not null,
  bill text,
  vessel_key text,
  port text,
  event text not null,
  classifier text not null,
  happened_at timestamptz,
  stated_at timestamptz not null,
  body json not null
);
create index movement_container on movement (container);
create index movement_message on movement (message_id);
create index movement_bill on movement (bill) where bill is not null;
`;
