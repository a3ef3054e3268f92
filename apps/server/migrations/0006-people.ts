/** Who works with this node, with what they show that it is them, and what they have open. */
export const sql = `
create table person (
  id text primary key,
  named_for text not null,
  number integer not null check (number > 0),
  label text,
  roles text[] not null check (cardinality(roles) > 0),
  groups text[] not null default '{}',
  ports text[],
  state text not null check (state in ('invited', 'active', 'disabled')),
  handle bytea not null unique,
  created_at timestamptz not null,
  unique (named_for, number),
  check (not roles && array['administrator', 'carrier', 'terminal'] or cardinality(roles) = 1)
);

create table credential (
  id text primary key,
  person_id text not null references person (id),
  kind text not null check (kind in ('passkey', 'passphrase', 'oidc')),
  created_at timestamptz not null,
  used_at timestamptz,
  ended_at timestamptz,
  key_id text unique,
  public_key bytea,
  sign_count bigint,
  transports text[],
  passphrase_hash text,
  totp_sealed bytea,
  totp_step bigint,
  issuer text,
  subject text,
  unique (id, person_id),
  unique (issuer, subject),
  check ((kind = 'passkey') = (key_id is not null and public_key is not null and sign_count is not null)),
  check ((kind = 'passphrase') = (passphrase_hash is not null and totp_sealed is not null and totp_step is not null)),
  check ((kind = 'oidc') = (issuer is not null and subject is not null))
);
create index credential_person on credential (person_id);

create table session (
  id text primary key,
  token_hash bytea not null unique,
  person_id text not null references person (id),
  credential_id text,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  seen_at timestamptz not null,
  stepped_up_at timestamptz,
  locked_at timestamptz,
  ended_at timestamptz,
  foreign key (credential_id, person_id) references credential (id, person_id)
);
create index session_person on session (person_id) where ended_at is null;

create table challenge (
  id_hash bytea primary key,
  purpose text not null,
  person_id text references person (id),
  session_id text references session (id),
  body jsonb not null,
  expires_at timestamptz not null
);
create index challenge_expiry on challenge (expires_at);

create table enrolment (
  id text primary key,
  person_id text not null references person (id),
  kind text not null check (kind in ('first', 'invitation', 'recovery')),
  code_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  ended_at timestamptz
);
create index enrolment_person on enrolment (person_id);

create table recovery (
  id text primary key,
  person_id text not null references person (id),
  reason text not null,
  asked_by text not null references person (id),
  asked_at timestamptz not null,
  half_hash bytea not null,
  expires_at timestamptz not null,
  approved_by text references person (id),
  approved_at timestamptz,
  enrolment_id text references enrolment (id),
  cancelled_at timestamptz,
  check (asked_by <> person_id),
  check (approved_by <> person_id and approved_by <> asked_by)
);
create index recovery_person on recovery (person_id);

create table rate_bucket (
  key text primary key,
  tokens double precision not null,
  filled_at timestamptz not null
);
create index rate_bucket_filled on rate_bucket (filled_at);
`;
