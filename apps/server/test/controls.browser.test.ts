import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, noScreens, webFolder } from './chromium.ts';
import { aContainer, aDischargeOrder, aManifest, aQuayReport, day, hour, type Voyage } from './a-message.ts';
import { aNode, dossierOf, now, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '1W',
  port: 'NLVLI',
  eta: now + 40 * 60_000,
};
const boxes = Array.from({ length: 40 }, (_, index) => aContainer(740_000 + index * 17));
const [first = '', second = ''] = boxes;
const words = 'seal silent for 41 minutes';

const manifest = (goods: string, at: number, over: object = {}): string =>
  aManifest({
    at,
    document: 'QZM8',
    voyage,
    bills: boxes.map((number) => ({
      number: `QZB${number}`,
      boxes: [number],
      goods: number === first ? goods : 'BANANAS',
      consignee: 'SYNTHETIC FRUIT B.V.',
    })),
    ...over,
  } as Parameters<typeof aManifest>[0]);

/** A control from proposal to judgement through the screens, by as many people as it takes. */
describe('controls in a real browser on a real node', { skip: noScreens }, () => {
  let browser: Browser;
  let node: TestNode;
  const people = new Map<string, SignedIn>();
  const errors: string[] = [];

  before(async () => {
    node = await aNode({ ports: ['NLVLI'], webFolder });
    for (const [name, roles, group] of [
      ['analyst', ['analyst'], 'pre-arrival'],
      ['planner', ['planner'], 'control-room'],
      ['signer', ['planner'], 'control-room'],
      ['lead', ['team-lead'], 'quay'],
      ['officer', ['officer'], 'quay'],
      ['image analyst', ['image-analyst'], 'scan-room'],
    ] as const) {
      people.set(name, await signedIn(node, [...roles], { groups: [group] }));
    }
    await node.take({
      'order.edi': aDischargeOrder({ at: now - day, voyage, boxes: boxes.map((number) => ({ number })) }),
      'manifest.edi': manifest('BANANAS', now - day),
    });
    const { id } = await dossierOf(node, second);
    await node.post(
      `/api/v1/visits/${id}/acts`,
      { kind: 'propose', method: 'scan', reason: words },
      { ...people.get('analyst')!.headers },
    );
    // The reader every test node has plays no part in a control here.
    await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  /** A window of somebody's own, at an address. */
  async function windowOf(name: string, path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await context.addCookies([{ name: 'havenwacht', value: people.get(name)!.token, url: node.address }]);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => void errors.push(`${name}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
    });
    await page.goto(node.address + path);
    await page.locator('.lanes').waitFor();
    return page;
  }
  const as = (name: string): Record<string, string> => ({ ...people.get(name)!.headers });
  const post = async (path: string, body: unknown, name: string): Promise<Record<string, unknown>> => {
    const answer = await node.post(path, body, as(name));
    assert.ok(answer.status < 300, `${path} ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  test('what the desk proposes is planned, signed by another, sealed, done, judged and closed', async () => {
    const planner = await windowOf('planner', '/controls');
    const proposal = planner.locator('.proposals tr', { hasText: second });
    await proposal.getByRole('button', { name: 'Plan it' }).click();
    const dialog = planner.getByRole('dialog');
    await dialog.getByText('person-hours').waitFor();
    const weighed = async (): Promise<number> =>
      Number((await dialog.locator('.exposure .figure').nth(2).textContent())?.replace(',', ''));
    const before = await weighed();
    for (let press = 0; press < 4; press += 1)
      await dialog.getByRole('button', { name: '15 minutes later' }).click();
    for (let look = 0; (await weighed()) <= before; look += 1) {
      assert.ok(look < 300, 'a later moment is weighed heavier');
      await planner.waitForTimeout(100);
    }
    await dialog.getByLabel('place').fill('Quay 12');
    await dialog.getByLabel('Officers beside the lead').fill('1');
    assert.equal(await dialog.getByLabel('Reason').inputValue(), words);
    await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const mark = (await planner.locator('#control-card .mono').textContent()) ?? '';
    assert.match(mark, /^C-/);
    await planner.locator('.card-box').getByText(second).waitFor();

    const signer = await windowOf('signer', '/controls');
    await signer.locator('.needs-line', { hasText: 'Read and sign' }).click();
    await signer.getByText('What this control is about is sealed').waitFor();
    assert.ok(!((await signer.locator('body').textContent()) ?? '').includes('Quay 12'));
    await signer.locator('.control-card').getByRole('button', { name: 'Read and sign' }).click();
    const sign = signer.getByRole('dialog');
    await sign.getByRole('button', { name: 'Read it' }).click();
    await sign.getByText('Quay 12').waitFor();
    await sign.getByText(words).waitFor();
    await sign.getByRole('button', { name: 'Read and sign' }).click();
    await sign.waitFor({ state: 'detached' });

    // It came to the first window by itself.
    await planner.locator('.needs-line', { hasText: 'Seal and dispatch' }).waitFor();
    await planner.locator('#control-card').click();
    await planner.keyboard.press('d');
    const seal = planner.getByRole('dialog');
    await seal.getByText('draws the team at random').waitFor();
    await seal.getByRole('button', { name: 'Seal and dispatch' }).click();
    await seal.waitFor({ state: 'detached' });
    await planner.locator('.life-sealed[aria-current=step]').waitFor();
    await planner.locator('.knowers').getByText('Team lead 1').first().waitFor();

    // The team does its part with its own device.
    const [control] = await node.db.query<{ id: string; planned_at: number }>(
      'select id, planned_at from control',
    );
    const id = control!.id;
    node.clock.set(control!.planned_at);
    await node.take({
      'quay.edi': aQuayReport({
        at: node.clock.now() - 60_000,
        voyage,
        document: 'QZQ8',
        event: 'discharge',
        boxes: [{ number: second, type: '45R1', happenedAt: node.clock.now() - 60_000 }],
      }),
    });
    await post(`/api/v1/controls/${id}/open`, { container: second }, 'lead');
    const evidence = await post(
      `/api/v1/controls/${id}/evidence?kind=image`,
      new Uint8Array([1, 2, 3]),
      'lead',
    );
    const result = { outcome: 'found', evidence: [evidence['sha256']], kg: 31.5, concealment: 'reefer unit' };
    await post(`/api/v1/controls/${id}/result`, result, 'lead');

    await planner.locator('.needs-line', { hasText: 'Judge the result' }).waitFor();
    await planner.locator('.control-card').getByText('31.5 kg').waitFor();
    for (const [button, state] of [
      ['Judge the result', 'judged'],
      ['Close', 'closed'],
    ] as const) {
      await planner.locator('.control-card').getByRole('button', { name: button, exact: true }).click();
      const last = planner.getByRole('dialog');
      await last.getByRole('button', { name: button, exact: true }).last().click();
      await last.waitFor({ state: 'detached' });
      await planner.locator(`.life-${state}[aria-current=step]`).waitFor();
    }
    await planner.context().close();
    await signer.context().close();
  });

  test('an amendment 40 minutes before arrival shows on the control by itself, with what it changed', async () => {
    node.clock.set(now);
    const { id: visit } = await dossierAs(first);
    const { id } = await post(
      '/api/v1/controls',
      {
        visit,
        method: 'open',
        reason: words,
        place: 'shed 4',
        lane: 'search',
        plannedAt: new Date(now + 3 * hour).toISOString(),
      },
      'planner',
    );
    const planner = await windowOf('planner', `/controls?control=${String(id)}`);
    await planner.locator('.card-box').getByText(first).waitFor();
    assert.equal(await planner.locator('.moved').count(), 0);
    node.clock.set(now + 1000);
    await node.take({ 'amended.edi': manifest('PINEAPPLES', now + 500, { function: '5' }) }, now + 1000);
    await planner.locator('.moved').waitFor();
    const facts = (await planner.locator('.moved-facts').textContent()) ?? '';
    assert.match(facts, /BANANAS.*→.*PINEAPPLES/s);
    await planner.locator('.needs-moved', { hasText: first }).waitFor();
    await planner.context().close();
  });

  test('a cancelling waits for a drawn person, who sees the same and decides with his code', async () => {
    node.clock.set(now);
    const { id: visit } = await dossierAs(boxes[5]!);
    const { id } = await post(
      '/api/v1/controls',
      {
        visit,
        method: 'dog',
        reason: 'second look',
        place: 'shed 4',
        lane: 'dog',
        plannedAt: new Date(now + 4 * hour).toISOString(),
      },
      'planner',
    );
    const planner = await windowOf('planner', `/controls?control=${String(id)}`);
    await planner.getByRole('button', { name: 'Cancel or lower …' }).click();
    const dialog = planner.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('vessel diverted');
    await dialog.getByRole('button', { name: 'Ask a second person' }).click();
    await planner.getByText('A second person of another unit has been drawn').waitFor();
    const [asked] = await node.db.query<{ second_person: string }>(
      'select second_person from lowering where subject = $1',
      [String(id)],
    );
    const drawn = [...people].find(([, one]) => one.person === asked?.second_person)?.[0] ?? '';
    assert.ok(['analyst', 'image analyst'].includes(drawn), drawn);
    const decider = await windowOf(drawn, '/controls');
    await decider.getByRole('button', { name: 'My codes' }).click();
    const codes = decider.getByRole('dialog');
    await codes.getByLabel('Code to confirm with').fill('482913');
    await codes.getByLabel('Code for when you are forced').fill('482914');
    await codes.getByRole('button', { name: 'Keep the codes' }).click();
    await codes.waitFor({ state: 'detached' });
    await decider.locator('.needs-line', { hasText: 'You were drawn to decide' }).click();
    const decide = decider.getByRole('dialog');
    await decide.getByText('vessel diverted').waitFor();
    await decide.getByText(boxes[5]!).waitFor();
    await decide.getByLabel('Your code').fill('000000');
    await decide.getByRole('button', { name: 'Agree' }).click();
    await decide.getByText('This is not your code', { exact: true }).waitFor();
    await decide.getByLabel('Your code').fill('482913');
    await decide.getByRole('button', { name: 'Agree' }).click();
    await decide.waitFor({ state: 'detached' });
    await decider.getByText('Your decision is recorded.').waitFor();
    await planner.locator('.life-cancelled[aria-current=step]').waitFor();
    await planner.context().close();
    await decider.context().close();
  });

  test('who plans is led from a dossier to where a control is planned, with its box', async () => {
    node.clock.set(now);
    const { id: visit } = await dossierAs(boxes[9]!);
    const planner = await windowOf('planner', '/controls');
    await planner.goto(`${node.address}/visits/${visit}`);
    await planner.locator('.dossier-acts').getByRole('button', { name: 'Propose' }).click();
    await planner.getByRole('dialog').getByText(`Plan a control of ${boxes[9]!}`).waitFor();
    await planner.getByRole('dialog').getByText('person-hours').waitFor();
    await planner.context().close();
  });

  test('somebody is let know beside the ladder only with a reason, and stands among those who know', async () => {
    node.clock.set(now);
    const { id: visit } = await dossierAs(boxes[7]!);
    const wish = { visit, method: 'scan', reason: words, place: 'scanner', lane: 'scanner' };
    const plannedAt = new Date(now + 2 * hour).toISOString();
    const { id } = await post('/api/v1/controls', { ...wish, plannedAt }, 'planner');
    await post(`/api/v1/controls/${String(id)}/approve`, {}, 'signer');
    await post(`/api/v1/controls/${String(id)}/seal`, {}, 'signer');
    const planner = await windowOf('planner', `/controls?control=${String(id)}`);
    await planner.getByRole('button', { name: 'Let somebody know …' }).click();
    const dialog = planner.getByRole('dialog');
    await dialog.getByLabel('Person').selectOption({ label: 'Image analyst 1' });
    assert.ok(await dialog.getByRole('button', { name: 'Let somebody know …' }).isDisabled());
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('reads the scan at once');
    await dialog.getByRole('button', { name: 'Let somebody know …' }).click();
    await dialog.waitFor({ state: 'detached' });
    await planner.locator('.knowers').getByText('reads the scan at once').waitFor();
    await planner.context().close();
  });

  test('nothing in these pages failed or broke the content security policy', () => {
    assert.deepEqual(errors, []);
  });

  async function dossierAs(container: string): Promise<{ readonly id: string }> {
    const { body } = await node.get<{ items: readonly { readonly id: string }[] }>(
      `/api/v1/visits?q=${container}`,
      as('analyst'),
    );
    return body.items[0]!;
  }
});
