/**
 * What a visit had scored when it was controlled, beside what the control found: the rows that
 * calibration learns from. A replay keeps them: a score that was given before an outcome was known can't
 * be found again afterwards.
 */
export const sql = `
create table screened_control (
  container text not null,
  port text not null,
  arrival_at timestamptz not null,
  controlled_at timestamptz not null,
  policy_version text not null,
  raw_log_odds double precision not null,
  random_probability double precision not null,
  primary key (container, port, arrival_at, controlled_at)
);
create index screened_control_policy on screened_control (policy_version);
`;
