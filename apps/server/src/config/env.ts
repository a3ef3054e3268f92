import { readFileSync } from 'node:fs';

/** The variables the node understands; config.ts says what each is. */
const variableNames = [
  'DATABASE_URL',
  'HAVENWACHT_DATA',
  'HAVENWACHT_NAME',
  'HAVENWACHT_COUNTRY',
  'HAVENWACHT_PORTS',
  'HAVENWACHT_HOST',
  'HAVENWACHT_PORT',
  'HAVENWACHT_HOSTS',
  'HAVENWACHT_ORIGIN',
  'HAVENWACHT_PROXIES',
  'HAVENWACHT_OIDC_ISSUER',
  'HAVENWACHT_OIDC_CLIENT',
  'HAVENWACHT_OIDC_SECRET',
  'HAVENWACHT_OIDC_NAME',
  'HAVENWACHT_METRICS_HOST',
  'HAVENWACHT_METRICS_PORT',
  'HAVENWACHT_INBOX',
  'HAVENWACHT_OUTBOX',
  'HAVENWACHT_DICOM_HOST',
  'HAVENWACHT_DICOM_PORT',
  'HAVENWACHT_DICOM_TITLE',
  'HAVENWACHT_DICOM_CALLERS',
  'HAVENWACHT_POOL',
  'HAVENWACHT_MAX_FILE_MB',
  'HAVENWACHT_LOG',
  'HAVENWACHT_WITNESSES',
  'HAVENWACHT_WITNESSED_LOGS',
  'HAVENWACHT_DRAW_PARTIES',
] as const;

export type VariableName = (typeof variableNames)[number];

export interface Env {
  readonly values: Readonly<Partial<Record<VariableName, string>>>;
  /** What could not be read, in words that name the variable. */
  readonly problems: readonly string[];
}

/**
 * Reads the node's variables, checks nothing. An empty one counts as not set. Each may be given as a
 * file instead, `DATABASE_URL_FILE=/run/secrets/database`, so that a secret never stands in the
 * environment; a line end at the end of the file is dropped.
 */
export function readEnv(env: Readonly<Record<string, string | undefined>> = process.env): Env {
  const values: Partial<Record<VariableName, string>> = {};
  const problems: string[] = [];
  for (const name of variableNames) {
    const value = env[name];
    const file = env[`${name}_FILE`];
    if (value && file) problems.push(`${name} and ${name}_FILE are both set; use one.`);
    else if (value) values[name] = value;
    else if (file) {
      try {
        values[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        problems.push(`${name}_FILE: ${(error as Error).message}.`);
      }
    }
  }
  problems.push(...unknownVariables(env));
  return { values, problems };
}

/**
 * A misspelt variable would otherwise be a setting that silently does nothing. Those that begin with
 * HAVENWACHT_TEST_ belong to the test run.
 */
function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = new Set<string>(variableNames.flatMap((name) => [name, `${name}_FILE`]));
  return Object.keys(env)
    .filter((name) => /^HAVENWACHT_(?!TEST_)/.test(name) && !known.has(name))
    .sort()
    .map((name) => `${name} is not a variable of the node; known are ${variableNames.join(', ')}.`);
}
