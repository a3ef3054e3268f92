import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { aBrowser, aFirstAdministrator, invited, type ABrowser } from '../a-browser.ts';
import { aNode, type TestNode } from '../a-node.ts';

let node: TestNode;
let administrator: ABrowser;
let analyst: ABrowser;

before(async () => {
  node = await aNode();
  administrator = (await aFirstAdministrator(node)).browser;
  analyst = aBrowser(node);
  await analyst.enrolPasskey((await invited(administrator, ['analyst'])).code);
});
after(() => node.close());

interface Raw {
  readonly status: number;
  readonly text: string;
}

/** Sends bytes as no well-behaved program would. */
async function raw(request: string): Promise<Raw> {
  const socket = connect(Number(new URL(node.address).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => (text += part));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(request, 'latin1');
  await closed;
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text };
}

const line = (method: string, path: string, headers: readonly string[] = []): string =>
  [`${method} ${path} HTTP/1.1`, 'host: localhost', 'connection: close', ...headers, '', ''].join('\r\n');
const withSession = (): string => `cookie: havenwacht=${analyst.cookies.get('havenwacht')}`;
const refusals = (): number => node.refusals();

test('a write that another site may have sent is refused, whatever it is about, and on record', async () => {
  const cookie = { cookie: withSession().slice('cookie: '.length) };
  const foreign: readonly Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'havenwacht-csrf': '1' },
    { 'sec-fetch-site': '' },
    { origin: 'https://elsewhere.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'havenwacht-csrf': '1' },
    { origin: 'http://localhost.elsewhere.example' },
    {},
    { 'havenwacht-csrf': '0' },
  ];
  for (const path of [
    '/api/v1/session/lock',
    '/api/v1/sign-in/passphrase',
    '/api/v1/people',
    '/api/v1/nothing',
  ]) {
    for (const headers of foreign) {
      const before = refusals();
      const answer = await fetch(`${node.address}${path}`, {
        method: 'POST',
        headers: { ...cookie, ...headers },
      });
      const body = (await answer.json()) as { code: string };
      assert.deepEqual(
        [answer.status, body.code],
        [403, 'request/origin'],
        `${path} ${JSON.stringify(headers)}`,
      );
      // What is turned away before it is known who asks is on record as a sum of the minute.
      const isEarly =
        'origin' in headers || ['cross-site', 'same-site'].includes(headers['sec-fetch-site'] ?? '');
      assert.ok(isEarly || refusals() > before, `${path} ${JSON.stringify(headers)} is not on record`);
    }
  }
  assert.equal((await analyst.get('/api/v1/visits')).status, 200, 'the session was locked by another site');
});

test('a body that is too large, no JSON, or not what was asked for is refused without a word of it', async () => {
  const path = '/api/v1/sign-in/passphrase';
  const send = (body: string, type = 'application/json'): Promise<{ status: number; body: unknown }> =>
    aBrowser(node).send('POST', path, body, { 'content-type': type });
  const secret = 'correct-horse-battery';
  const cases: readonly (readonly [string, string, number])[] = [
    [JSON.stringify({ name: 'a', passphrase: secret.repeat(60_000), code: '1' }), 'application/json', 413],
    [JSON.stringify({ name: 'a', passphrase: secret.repeat(100), code: '1' }), 'application/json', 400],
    [`{"passphrase":"${secret}"`, 'application/json', 400],
    [JSON.stringify({ name: 'a', passphrase: secret }), 'application/json', 400],
    [JSON.stringify({ name: ['a'], passphrase: secret, code: '1' }), 'application/json', 400],
    [JSON.stringify({ name: 'a', passphrase: { $ne: null }, code: '1' }), 'application/json', 400],
    [
      JSON.stringify({ name: 'a', passphrase: secret, code: '1', roles: ['administrator'] }),
      'application/json',
      400,
    ],
    [`{"__proto__":{"x":1},"name":"a","passphrase":"${secret}","code":"1"}`, 'application/json', 400],
    [
      `{"constructor":{"prototype":{"x":1}},"name":"a","passphrase":"${secret}","code":"1"}`,
      'application/json',
      400,
    ],
    ['[]', 'application/json', 400],
    ['null', 'application/json', 400],
    ['[['.repeat(50_000), 'application/json', 400],
    [`name=a&passphrase=${secret}&code=1`, 'application/x-www-form-urlencoded', 415],
    [`name=a&passphrase=${secret}&code=1`, 'text/plain', 415],
    [JSON.stringify({ name: 'a', passphrase: secret, code: '1' }), 'application/json; charset=utf-7', 401],
  ];
  for (const [body, type, status] of cases) {
    const answer = await send(body, type);
    const about = `${type} ${body.slice(0, 60)}`;
    assert.equal(answer.status, status, `${about} ${JSON.stringify(answer.body)}`);
    assert.ok(!JSON.stringify(answer.body).includes(secret), about);
  }
});

test('what is turned away for its shape, size, kind, origin or number is on record, and can’t fill the log', async () => {
  const turned = () => node.acts.filter(({ act }) => act === 'request/turned-away');
  const send = (init: RequestInit, path = '/api/v1/sign-in/passphrase'): Promise<unknown> =>
    fetch(`${node.address}${path}`, { method: 'POST', ...init }).then((answer) => answer.text());
  const json = { 'content-type': 'application/json', 'havenwacht-csrf': '1' };
  // Whatever earlier tests left is told first.
  node.wallClock.advance(60_000);
  await send({ headers: json, body: '{' });
  node.wallClock.advance(60_000);
  const before = turned().length;
  for (let n = 0; n < 40; n += 1) {
    await send({ headers: json, body: '{' });
    await send({ headers: json, body: '{"name": 1}' });
    await send({ headers: json, body: JSON.stringify({ name: 'x'.repeat(1_100_000) }) });
    await send({ headers: { ...json, 'content-type': 'text/plain' }, body: 'x' });
    await send({ headers: { ...json, origin: 'https://elsewhere.example' }, body: '{}' });
    for (let twice = 0; twice < 2; twice += 1)
      await send({ headers: json, body: '{}' }, '/api/v1/sign-in/passkey/options');
  }
  node.wallClock.advance(60_000);
  await send({ headers: json, body: '{' });
  const told = () =>
    turned()
      .slice(before)
      .map(({ subject }) => subject ?? '');
  await eventually(() => told().some((one) => one.includes(' more: ')) && told().length >= 3);
  const said = told();
  const sum = said.find((one) => one.includes(' more: ')) ?? '';
  for (const code of [
    'request/invalid',
    'request/too-large',
    'request/content-type',
    'request/origin',
    'auth/too-many-tries',
  ]) {
    assert.ok(
      said.some((one) => one.includes(code)),
      `${code} of ${said.join(' | ')}`,
    );
  }
  assert.ok(Number.parseInt(sum, 10) > 150, sum);
  assert.ok(said.length <= 6, `${said.length} acts for 281 requests`);
  assert.ok(
    turned()
      .slice(before)
      .every(({ by }) => by.person === 'nobody'),
  );
});

async function eventually(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 600 && !holds(); n += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(holds());
}

test('a body is not even read from who may not send it', async () => {
  const { status, text } = await raw(
    line('POST', '/api/v1/files?name=x', ['havenwacht-csrf: 1', 'content-length: 1000000000']),
  );
  assert.equal(status, 401);
  assert.match(text, /auth\/sign-in-needed/);
});

test('no spelling of a path goes round the guard', async () => {
  const spellings = [
    '/api/v1/people',
    '/api/v1/people/',
    '/%61pi/v1/people',
    '/api/v1/%70eople',
    '/api/v1//people',
    '//api/v1/people',
    '/api/v1/./people',
    '/api/v1/visits/../people',
    '/api/v1/visits/%2e%2e/people',
    '/api/v1/visits/..%2fpeople',
    '/api/v1/visits/%252e%252e/people',
    '/api/v1/people%2f',
    '/api/v1/people%00',
    '/api/v1/people;x=1',
    '/api/v1/people?',
    '/api/v1/people%3f',
    '/API/V1/PEOPLE',
    '/api/v1/people\\',
    'http://localhost/api/v1/people',
    '/docs/../api/v1/people',
    '/assets/%2e%2e/api/v1/people',
    '/api/v1/%ff',
    '/api/v1/%',
    `/api/v1/${'a'.repeat(5_000)}`,
  ];
  for (const path of spellings) {
    for (const headers of [[], [withSession()]]) {
      const { status, text } = await raw(line('GET', path, headers));
      assert.ok([400, 401, 404, 414].includes(status), `${path} ${status}`);
      assert.doesNotMatch(text, /signInName|administrator-1/, path);
    }
  }
});

test('no header changes who asks, by what method, or at which address', async () => {
  const tricks = [
    'x-http-method-override: DELETE',
    'x-method-override: POST',
    'x-original-url: /api/v1/session',
    'x-rewrite-url: /api/v1/session',
    'x-forwarded-user: administrator-1',
    'x-remote-user: administrator-1',
    'authorization: Basic YWRtaW5pc3RyYXRvci0xOng=',
    'x-forwarded-for: 127.0.0.1',
    'x-forwarded-host: localhost',
    'x-forwarded-proto: https',
    'forwarded: for=127.0.0.1;host=localhost;proto=https',
    'cookie: havenwacht=; havenwacht=undefined',
    'cookie: __proto__=1; constructor=1',
  ];
  for (const trick of tricks) {
    const { status, text } = await raw(line('GET', '/api/v1/people', [trick]));
    assert.equal(status, 401, trick);
    assert.match(text, /auth\/sign-in-needed/);
  }
  const { status } = await raw(
    line('GET', '/api/v1/session', [withSession(), 'x-http-method-override: DELETE']),
  );
  assert.equal(status, 200);
  assert.equal((await analyst.get('/api/v1/visits')).status, 200, 'the session was ended by a header');
});

test('a host that is not the node, or is said twice, is refused', async () => {
  const heads = [
    'host: elsewhere.example',
    'host: localhost\r\nhost: elsewhere.example',
    'host: elsewhere.example\r\nhost: localhost',
    'host: localhost@elsewhere.example',
    'host: localhost.elsewhere.example',
    'host:',
    'x: y',
  ];
  for (const head of heads) {
    const request = `GET /api/v1/session HTTP/1.1\r\n${head}\r\nx-forwarded-host: localhost\r\nconnection: close\r\n\r\n`;
    const { status } = await raw(request);
    assert.ok(status === 400 || status === 403, `${head} ${status}`);
  }
});

test('headers beyond measure, smuggled lengths and broken lines are refused and the node goes on', async () => {
  const broken = [
    line('GET', '/api/v1/session', [`x: ${'a'.repeat(100_000)}`]),
    line(
      'GET',
      '/api/v1/session',
      Array.from({ length: 3_000 }, (_, n) => `x-${n}: y`),
    ),
    line('POST', '/api/v1/session/lock', ['content-length: 5', 'transfer-encoding: chunked']),
    line('POST', '/api/v1/session/lock', ['content-length: 5', 'content-length: 6']),
    line('POST', '/api/v1/session/lock', ['content-length: -1']),
    'GET /api/v1/session HTTP/1.1\r\nhost: localhost\r\nx : y\r\n\r\n',
    'GET /api/v1/session\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
    'GET /api/v1/ses sion HTTP/1.1\r\nhost: localhost\r\n\r\n',
  ];
  for (const request of broken) {
    const { status } = await raw(request);
    assert.ok([0, 400, 403, 431].includes(status), `${request.slice(0, 60)} ${status}`);
  }
  assert.equal((await analyst.get('/api/v1/session')).status, 200);
});

test('a forged or foreign id is answered as one that is nobody', async () => {
  const wanted = await administrator.get('/api/v1/people/p_AAAAAAAAAAAAAAAAAAAAAA');
  const { instance: _, ...nobodys } = wanted.body;
  assert.deepEqual([wanted.status, nobodys['code']], [404, 'people/not-found']);
  for (const id of ['1', 'p_', 'node', 'nobody', 's_AAAAAAAAAAAAAAAAAAAAAA']) {
    const { status, body } = await administrator.get(`/api/v1/people/${id}`);
    const { instance: __, ...problem } = body;
    assert.deepEqual([status, problem], [404, nobodys], id);
    assert.equal((await administrator.send('PATCH', `/api/v1/people/${id}`, { label: 'x' })).status, 404, id);
    assert.equal((await administrator.send('DELETE', `/api/v1/people/${id}/sessions`)).status, 404, id);
    assert.equal((await administrator.send('POST', `/api/v1/recoveries/${id}/approval`)).status, 404, id);
    const asked = await administrator.send('POST', '/api/v1/recoveries', { person: id, reason: 'lost' });
    assert.equal(asked.status, 404, id);
  }
  for (const id of ["1' or '1'='1", '%00', '..', 'x'.repeat(41), 'é'])
    assert.ok(
      [400, 404].includes((await administrator.get(`/api/v1/people/${encodeURIComponent(id)}`)).status),
      id,
    );
});

test('nobody raises himself: people are administered by administrators only', async () => {
  const { body } = await analyst.get<{ person: { id: string } }>('/api/v1/session');
  const attempts = [
    ['PATCH', `/api/v1/people/${body.person.id}`, { roles: ['administrator'] }],
    ['POST', '/api/v1/people', { roles: ['administrator'] }],
    ['POST', '/api/v1/recoveries', { person: body.person.id, reason: 'mine' }],
    ['POST', `/api/v1/people/${body.person.id}/invitation`, undefined],
    ['DELETE', `/api/v1/people/${body.person.id}/sessions`, undefined],
  ] as const;
  for (const [method, path, given] of attempts) {
    const before = refusals();
    const { status, body: problem } = await analyst.send(method, path, given);
    assert.deepEqual([status, problem['code']], [404, 'request/not-found'], path);
    assert.equal(refusals(), before + 1, `${path} is not on record`);
  }
  const wrong = await administrator.send('PATCH', `/api/v1/people/${body.person.id}`, {
    id: 'p_x',
    handle: 'x',
  });
  assert.equal(wrong.status, 400);
});
