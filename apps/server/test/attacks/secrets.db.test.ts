import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createLog } from '../../src/platform/log/log.ts';
import { aBrowser, aFirstAdministrator, invited } from '../a-browser.ts';
import { aNode, type TestNode } from '../a-node.ts';
import { aPasskey } from '../a-passkey.ts';

/** Everything secret that went over the line. */
const secrets = new Map<string, string>();
let written = '';
let node: TestNode;

before(async () => {
  const destination = { write: (text: string) => void (written += text) };
  node = await aNode({ log: createLog({ level: 'trace', destination }) });
});
after(() => node.close());

test('no secret is in the log, in what is put on record, or open in the database, whatever was tried', async () => {
  const passphrase = 'cuatro gaviotas en el muelle';
  const { browser: administrator, passkey: key } = await aFirstAdministrator(node);
  const first = await invited(administrator, ['analyst']);
  const second = await invited(administrator, ['administrator']);
  secrets.set('an invitation', first.code);
  secrets.set('another invitation', second.code);
  const typing = aBrowser(node);
  const { name, secret } = await typing.enrolPassphrase(first.code, passphrase);
  secrets.set('a passphrase', passphrase);
  secrets.set('the secret of a program', secret.toString('hex'));
  secrets.set('the same in base64', secret.toString('base64'));
  secrets.set('a session', typing.cookies.get('havenwacht')!);
  const other = aBrowser(node);
  const { passkey: otherKey } = await other.enrolPasskey(second.code);
  secrets.set('another session', other.cookies.get('havenwacht')!);

  const send = (body: unknown, path = '/api/v1/sign-in/passphrase'): Promise<unknown> => {
    node.wallClock.advance(60_000);
    return aBrowser(node).send('POST', path, body);
  };
  await send({ name, passphrase: `${passphrase} mistyped`, code: typing.code(secret) });
  await send({ name: passphrase, passphrase: name, code: '123456' });
  await send({ name, passphrase, code: 123 });
  await send({ name, [passphrase]: passphrase });
  await send(`{"passphrase":"${passphrase}`);
  await send({ code: `${first.code}-X` }, '/api/v1/enrolment');
  await send({ code: second.code }, '/api/v1/enrolment');
  await aBrowser(node).get(`/api/v1/session?token=${typing.cookies.get('havenwacht')}`);
  await aBrowser(node).get('/api/v1/visits', { cookie: `havenwacht=${other.cookies.get('havenwacht')}x` });
  await aBrowser(node).get('/api/v1/visits', { authorization: `Bearer ${passphrase}` });
  await administrator.stepUpWith(key);
  await administrator.stepUpWith(aPasskey());
  await other.signInWith(otherKey);
  secrets.set('a third session', other.cookies.get('havenwacht')!);
  const { body: people } =
    await administrator.get<readonly { id: string; signInName: string }[]>('/api/v1/people');
  const lost = people.find(({ signInName }) => signInName === name)!;
  const asked = await administrator.send<{ id: string; half: string }>('POST', '/api/v1/recoveries', {
    person: lost.id,
    reason: 'lost',
  });
  secrets.set('half a code', asked.body.half);
  const given = await other.send<{ half: string }>(
    'POST',
    `/api/v1/recoveries/${asked.body.id}/approval`,
    undefined,
    {
      'idempotency-key': 'once',
    },
  );
  assert.equal(given.status, 201, JSON.stringify(given.body));
  secrets.set('the other half', given.body.half);
  // The database fails in the middle of it, with the secrets in its hands.
  await node.db.execute('alter table credential rename to elsewhere');
  await send({ name, passphrase, code: typing.code(secret) });
  await node.db.execute('alter table elsewhere rename to credential');

  assert.match(written, /a request was refused/);
  assert.match(written, /a proof was refused/);
  assert.match(written, /request failed/);
  const tables = await node.db.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  let rows = '';
  for (const { name: table } of tables) {
    const [all] = await node.db.query<{ text: string }>(
      `select coalesce(string_agg(row_to_json(t)::text, ' '), '') as text from "${table}" t`,
    );
    rows += all?.text ?? '';
  }
  assert.ok(secrets.size >= 9);
  for (const [what, value] of secrets) {
    for (const form of [value, encodeURIComponent(value), value.replaceAll('-', '')]) {
      assert.ok(!written.includes(form), `${what} is in the log`);
      assert.ok(!rows.includes(form), `${what} is open in the database`);
      assert.ok(!JSON.stringify(node.acts).includes(form), `${what} is on record`);
    }
  }
  const plainHash = createHash('sha256').update(passphrase).digest('hex');
  assert.ok(!rows.includes(plainHash), 'a passphrase lies in the database under a hash that is guessed fast');
});
