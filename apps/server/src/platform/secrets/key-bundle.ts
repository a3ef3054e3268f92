import { randomBytes, scrypt } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HavenwachtError } from '../havenwacht-error.ts';
import { openBytes, sealBytes } from './sealed-bytes.ts';

/**
 * A node's keys in one file that only a passphrase opens, to be kept apart from the backups they open.
 *
 * The key of the file comes out of the passphrase with scrypt (docs/sources.md#rfc-7914); the file says with which cost.
 */
const bundleSchema = z.object({
  format: z.literal('havenwacht-keys-1'),
  cost: z.object({
    N: z
      .int()
      .min(2)
      .max(2 ** 20),
    r: z.literal(8),
    p: z.literal(1),
  }),
  salt: z.base64(),
  sealed: z.base64(),
});
const keysSchema = z.record(z.string().regex(/^[a-z-]{1,40}\.key$/), z.base64());

/** 128 MiB and about half a second: a guess costs as much. */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;
const shortest = 15;

/**
 * The keys in a folder, closed with a passphrase.
 *
 * @throws {HavenwachtError} `secrets/passphrase` when it is too short, `secrets/no-keys` when there is no key
 */
export async function closeKeys(folder: string, passphrase: string): Promise<string> {
  if ([...passphrase].length < shortest) {
    throw new HavenwachtError(
      'secrets/passphrase',
      400,
      `The passphrase for keys has at least ${shortest} characters. Several words are easy to keep.`,
    );
  }
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[a-z-]+\.key$/.test(name)).sort();
  if (names.length === 0) {
    throw new HavenwachtError('secrets/no-keys', 404, `There are no keys in ${folder}.`);
  }
  const keys: Record<string, string> = {};
  for (const name of names) keys[name] = (await readFile(join(folder, name))).toString('base64');
  const salt = randomBytes(16);
  const sealed = sealBytes(await derive(passphrase, salt, cost), Buffer.from(JSON.stringify(keys)), bound);
  const bundle = { format: bound, cost, salt: salt.toString('base64'), sealed: sealed.toString('base64') };
  return `${JSON.stringify(bundle)}\n`;
}

/**
 * The keys of a bundle, by the name of their file.
 *
 * @throws {HavenwachtError} `verification/keys` when it can't be opened: another passphrase, or no such file
 */
export async function openKeys(text: string, passphrase: string): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    const { salt, sealed, cost: spent } = bundleSchema.parse(JSON.parse(text));
    const key = await derive(passphrase, Buffer.from(salt, 'base64'), spent);
    const plain = openBytes(key, Buffer.from(sealed, 'base64'), bound);
    const keys = keysSchema.parse(JSON.parse(plain.toString('utf8')));
    return new Map(Object.entries(keys).map(([name, bytes]) => [name, Buffer.from(bytes, 'base64')]));
  } catch (cause) {
    throw new HavenwachtError(
      'verification/keys',
      422,
      'The keys can’t be opened: the passphrase is another one, or the file is damaged.',
      { cause },
    );
  }
}

/**
 * Puts keys into a folder that has none of them.
 *
 * @throws {HavenwachtError} `secrets/key-there` when one is there already; then none is written
 */
export async function putKeys(folder: string, keys: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const there = await readdir(folder).catch((): string[] => []);
  const first = [...keys.keys()].find((name) => there.includes(name));
  if (first !== undefined) {
    throw new HavenwachtError('secrets/key-there', 409, `${join(folder, first)} is there already.`);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of keys) {
    await writeFile(join(folder, name), bytes, { flag: 'wx', mode: 0o600, flush: true });
  }
}

const bound = 'havenwacht-keys-1';

function derive(
  passphrase: string,
  salt: Uint8Array,
  { N, r, p }: { N: number; r: number; p: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
