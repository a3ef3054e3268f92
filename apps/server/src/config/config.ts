import { join, resolve } from 'node:path';
import { z } from 'zod';
import { fromHex, readVerifierKey, type VerifierKey } from '@havenwacht/transparency';
import { sha256 } from '../platform/crypto/native-crypto.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { Env, VariableName } from './env.ts';

/** How this node is set up. Everything is checked; nothing is read from the environment after this. */
export interface Config {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** UN/LOCODEs of the ports whose containers this node ranks. */
  readonly ports: readonly string[];
  /** A server's PostgreSQL; null = the embedded one in the data folder. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** Folder that is watched for files; null = none. */
  readonly inbox: string | null;
  /** Folder that messages to terminals and others are put into; `null` = they fetch them over HTTP. */
  readonly outbox: string | null;
  /** Where scanners send scans by DICOM C-STORE; null = nowhere. */
  readonly dicom: {
    readonly host: string;
    readonly port: number;
    /** What a scanner has to call this node. */
    readonly title: string;
    /** The titles that may call, and the port (UN/LOCODE) at which each scans. */
    readonly callers: ReadonlyMap<string, string>;
  } | null;
  readonly poolSize: number;
  readonly maxFileBytes: number;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** False when nobody asked for this port, so that another may be taken when it is not free. */
    readonly portAsked: boolean;
    /** Names the node is reached by besides those of loopback. */
    readonly hosts: readonly string[];
    /** The address in the browser's bar, `https://node.example`; null = loopback. */
    readonly origin: string | null;
    /** Proxies whose `X-Forwarded-For` is believed. */
    readonly proxies: readonly string[];
  };
  /** The administration's own sign-in; null = it has none. */
  readonly singleSignOn: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly name: string;
  } | null;
  /** Where `/metrics` is served; null = nowhere. */
  readonly metrics: { readonly host: string; readonly port: number; readonly portAsked: boolean } | null;
  /** Who is asked to cosign the checkpoints of the log of acts. */
  readonly witnesses: readonly { readonly key: VerifierKey; readonly url: string }[];
  /** Whose checkpoints this node cosigns. */
  readonly witnessedLogs: readonly VerifierKey[];
  /** Who takes part in this node's draws besides itself. */
  readonly drawParties: readonly { readonly name: string; readonly key: Uint8Array; readonly url: string }[];
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

const commaList = <Item>(item: z.ZodType<Item, string>): z.ZodType<readonly Item[], string> =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    )
    .pipe(z.array(item));
const whole = (min: number, max: number): z.ZodType<number, string> =>
  z.string().regex(/^\d+$/, 'a whole number').transform(Number).pipe(z.int().min(min).max(max));
const port = whole(0, 65_535);

function keyOf(text: string, kind: VerifierKey['kind']): VerifierKey | null {
  const key = readVerifierKey(sha256, text);
  return key.ok && key.value.kind === kind ? key.value : null;
}

const logKey = z.string().transform((text, context): VerifierKey => {
  const key = keyOf(text, 'note');
  if (key !== null) return key;
  context.addIssue('verifier keys of logs, as havenwacht audit key prints them');
  return z.NEVER;
});

const witness = z.string().transform((text, context): Config['witnesses'][number] => {
  const [keyText = '', url = '', ...rest] = text.split(/\s+/);
  const key = keyOf(keyText, 'cosignature');
  if (key !== null && rest.length === 0 && URL.canParse(url) && /^https?:/.test(url)) return { key, url };
  context.addIssue('a witness’ verifier key, a space, and its address');
  return z.NEVER;
});

const drawParty = z.string().transform((text, context): Config['drawParties'][number] => {
  const [, name = '', hex = '', url = ''] = /^(\S{1,150}):([0-9a-f]{64})\s+(\S+)$/.exec(text) ?? [];
  const key = fromHex(hex);
  if (key?.length === 32 && URL.canParse(url) && /^https?:/.test(url)) return { name, key, url };
  context.addIssue('a party as havenwacht audit key --draw prints it, a space, and the address of its node');
  return z.NEVER;
});

const shape = z.object({
  HAVENWACHT_NAME: z.string().trim().min(1).max(80).default('Havenwacht'),
  HAVENWACHT_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters, as in NL')
    .default('NL'),
  HAVENWACHT_PORTS: commaList(z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/, 'UN/LOCODEs, as in NLVLI,NLRTM'))
    .refine((ports) => ports.length > 0, 'at least one port')
    .default(['NLVLI', 'NLRTM']),
  DATABASE_URL: z
    .string()
    .refine(
      (url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url),
      'an address postgres://user@host/database',
    )
    .optional(),
  HAVENWACHT_DATA: z.string().min(1).optional(),
  HAVENWACHT_INBOX: z.string().min(1).optional(),
  HAVENWACHT_OUTBOX: z.string().min(1).optional(),
  HAVENWACHT_DICOM_HOST: z.string().min(1).default('127.0.0.1'),
  HAVENWACHT_DICOM_PORT: port.optional(),
  HAVENWACHT_DICOM_TITLE: z
    .string()
    .regex(/^[\x21-\x5b\x5d-\x7e]{1,16}$/, 'at most 16 characters without blanks')
    .default('HAVENWACHT'),
  HAVENWACHT_DICOM_CALLERS: commaList(
    z
      .string()
      .regex(
        /^[\x21-\x3f\x41-\x5b\x5d-\x7e]{1,16}@[A-Z]{2}[A-Z2-9]{3}$/,
        'titles with their port, as in SCANNER1@NLVLI',
      ),
  ).default([]),
  HAVENWACHT_POOL: whole(1, 200).default(10),
  HAVENWACHT_MAX_FILE_MB: whole(1, 1_000_000).default(4_096),
  HAVENWACHT_HOST: z.string().min(1).default('127.0.0.1'),
  HAVENWACHT_PORT: port.optional(),
  HAVENWACHT_HOSTS: commaList(z.string().regex(/^[A-Za-z0-9.-]+$/, 'names without port')).default([]),
  HAVENWACHT_ORIGIN: z
    .string()
    .refine(
      (origin) => URL.canParse(origin) && new URL(origin).origin === origin && isSafe(new URL(origin)),
      'an address https://node.example, without a path',
    )
    .optional(),
  HAVENWACHT_PROXIES: commaList(
    z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, 'addresses, as in 10.0.0.0/8'),
  ).default([]),
  HAVENWACHT_OIDC_ISSUER: z
    .string()
    .refine((issuer) => URL.canParse(issuer) && isSafe(new URL(issuer)), 'an address https://login.example')
    .optional(),
  HAVENWACHT_OIDC_CLIENT: z.string().min(1).max(200).optional(),
  HAVENWACHT_OIDC_SECRET: z.string().min(1).max(1_000).optional(),
  HAVENWACHT_OIDC_NAME: z.string().trim().min(1).max(80).optional(),
  HAVENWACHT_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  HAVENWACHT_METRICS_PORT: z.literal('off').or(port).optional(),
  HAVENWACHT_WITNESSES: commaList(witness).default([]),
  HAVENWACHT_WITNESSED_LOGS: commaList(logKey).default([]),
  HAVENWACHT_DRAW_PARTIES: commaList(drawParty).default([]),
  HAVENWACHT_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
} satisfies Record<VariableName, z.ZodType>);

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Https, or plain http that does not leave the machine. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}

/** Settings that are right by themselves and wrong together. */
function problemsTogether(values: z.output<typeof shape>): readonly string[] {
  const problems: string[] = [];
  if (!loopback.has(values.HAVENWACHT_HOST) && values.HAVENWACHT_ORIGIN?.startsWith('https:') !== true) {
    problems.push(
      'HAVENWACHT_HOST: others reach this node only through https; put a proxy in front and name its address in HAVENWACHT_ORIGIN.',
    );
  }
  const oidc = [values.HAVENWACHT_OIDC_ISSUER, values.HAVENWACHT_OIDC_CLIENT, values.HAVENWACHT_OIDC_SECRET];
  if (oidc.some((one) => one !== undefined) && oidc.includes(undefined)) {
    problems.push('HAVENWACHT_OIDC_ISSUER, _CLIENT and _SECRET go together.');
  }
  const callers = values.HAVENWACHT_DICOM_CALLERS.map((caller) => caller.split('@')[1] ?? '');
  if (values.HAVENWACHT_DICOM_PORT !== undefined && callers.length === 0) {
    problems.push('HAVENWACHT_DICOM_CALLERS: name the scanners that may call, as in SCANNER1@NLVLI.');
  }
  for (const one of callers.filter((caller) => !values.HAVENWACHT_PORTS.includes(caller))) {
    problems.push(`HAVENWACHT_DICOM_CALLERS: ${one} is no port of this node.`);
  }
  return problems;
}

/** Where data goes when nobody says: beside the program, in a folder git does not look at. */
const defaultDataFolder = join(import.meta.dirname, '..', '..', '..', '..', '.data');

/**
 * Checks and types what `readEnv` found.
 *
 * @throws {HavenwachtError} `config/invalid` with every problem at once
 */
export function checkConfig(env: Env): Config {
  const parsed = shape.safeParse(env.values);
  const problems = [
    ...env.problems,
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path[0]?.toString() ?? ''}: ${message}.`),
    ...(parsed.success ? problemsTogether(parsed.data) : []),
  ];
  if (problems.length > 0 || !parsed.success) {
    throw new HavenwachtError(
      'config/invalid',
      400,
      `The settings can't be used:\n  ${problems.join('\n  ')}`,
      {
        details: { problems },
      },
    );
  }
  const values = parsed.data;
  const dataFolder = resolve(values.HAVENWACHT_DATA ?? defaultDataFolder);
  const metricsPort = values.HAVENWACHT_METRICS_PORT;
  return {
    name: values.HAVENWACHT_NAME,
    country: values.HAVENWACHT_COUNTRY,
    ports: values.HAVENWACHT_PORTS,
    databaseUrl: values.DATABASE_URL ?? null,
    dataFolder,
    inbox:
      values.HAVENWACHT_INBOX === 'off'
        ? null
        : resolve(values.HAVENWACHT_INBOX ?? join(dataFolder, 'inbox')),
    outbox:
      values.HAVENWACHT_OUTBOX === 'off'
        ? null
        : resolve(values.HAVENWACHT_OUTBOX ?? join(dataFolder, 'outbox')),
    dicom:
      values.HAVENWACHT_DICOM_PORT === undefined
        ? null
        : {
            host: values.HAVENWACHT_DICOM_HOST,
            port: values.HAVENWACHT_DICOM_PORT,
            title: values.HAVENWACHT_DICOM_TITLE,
            callers: new Map(
              values.HAVENWACHT_DICOM_CALLERS.map((caller) => caller.split('@') as [string, string]),
            ),
          },
    poolSize: values.HAVENWACHT_POOL,
    maxFileBytes: values.HAVENWACHT_MAX_FILE_MB * 1_000_000,
    http: {
      host: values.HAVENWACHT_HOST,
      port: values.HAVENWACHT_PORT ?? 4180,
      portAsked: values.HAVENWACHT_PORT !== undefined,
      hosts: values.HAVENWACHT_HOSTS,
      origin: values.HAVENWACHT_ORIGIN ?? null,
      proxies: values.HAVENWACHT_PROXIES,
    },
    singleSignOn:
      values.HAVENWACHT_OIDC_ISSUER === undefined
        ? null
        : {
            issuer: values.HAVENWACHT_OIDC_ISSUER,
            clientId: values.HAVENWACHT_OIDC_CLIENT ?? '',
            clientSecret: values.HAVENWACHT_OIDC_SECRET ?? '',
            name: values.HAVENWACHT_OIDC_NAME ?? new URL(values.HAVENWACHT_OIDC_ISSUER).hostname,
          },
    metrics:
      metricsPort === 'off'
        ? null
        : {
            host: values.HAVENWACHT_METRICS_HOST,
            port: metricsPort ?? 4181,
            portAsked: metricsPort !== undefined,
          },
    witnesses: values.HAVENWACHT_WITNESSES,
    witnessedLogs: values.HAVENWACHT_WITNESSED_LOGS,
    drawParties: values.HAVENWACHT_DRAW_PARTIES,
    logLevel: values.HAVENWACHT_LOG,
  };
}
