import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** What has the focus: its role, the words a screen reader says, and what keeps an eye from finding it. */
interface Stop {
  readonly role: string;
  readonly name: string;
  readonly fault: string | null;
}

/**
 * Somebody who has only a keyboard. Every place the focus comes to is looked at: it has a ring, lies in
 * sight and under nothing; and after no act is the focus nowhere.
 */
export interface AKeyboard {
  /** Goes on with Tab, or with Shift and Tab, to the first stop of that role and name. */
  goTo(role: string, name: string | RegExp, back?: 'back'): Promise<void>;
  /** Presses keys one after another, then looks where the focus is. */
  press(...keys: readonly string[]): Promise<void>;
  /** Writes into the field that has the focus. */
  write(text: string): Promise<void>;
  /** Waits until the focus stands on a stop of that role and name. */
  standsOn(role: string, name: string | RegExp): Promise<void>;
}

/** Runs in the page, which knows names that the node's own code does not; hence a text. */
const lookAtFocus = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const roles = { A: 'link', BUTTON: 'button', SELECT: 'list', TEXTAREA: 'field', SUMMARY: 'summary', H1: 'heading' };
  const kind = element.tagName === 'INPUT' ? element.type : null;
  const role =
    element.getAttribute('role') ??
    (kind === null
      ? (roles[element.tagName] ?? element.tagName.toLowerCase())
      : kind === 'checkbox' || kind === 'radio' ? kind : 'field');
  const labels = [...(element.labels ?? [])];
  const name =
    element.getAttribute('aria-label') ??
    (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : element.textContent);
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(
    (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2,
    (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2,
  );
  const isOver = top === null || !(element.contains(top) || top.contains(element) || labels.some((label) => label.contains(top)));
  const faults = [
    style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) < 2 ? 'has no ring' : '',
    box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth
      ? 'is out of sight'
      : isOver ? 'lies under ' + top?.className : '',
  ].filter((fault) => fault !== '');
  // The main part and headings take the focus so that reading goes on from there; they are no controls.
  const isPlace = element.matches('main, h1, h2');
  return {
    role,
    name: name.trim().replaceAll(/\\s+/g, ' '),
    fault: isPlace || faults.length === 0 ? null : faults.join(' and '),
  };
})()`;

/** More stops than any screen of these tests has. */
const patience = 150;

export function aKeyboard(page: Page): AKeyboard {
  const stop = (): Promise<Stop | null> => page.evaluate<Stop | null>(lookAtFocus);
  const said = (at: Stop | null) => (at === null ? 'nowhere' : `${at.role} “${at.name.slice(0, 60)}”`);
  const seen = (at: Stop | null): void => {
    if (at?.fault) assert.fail(`the focus can't be seen: ${said(at)} ${at.fault}`);
  };
  const matches = (at: Stop | null, role: string, name: string | RegExp): boolean =>
    at?.role === role && (typeof name === 'string' ? at.name === name : name.test(at.name));
  /** Where the focus is once the page has answered; nowhere only when it stays nowhere. */
  const settled = async (): Promise<Stop | null> => {
    for (let look = 0; ; look += 1) {
      const at = await stop();
      if (at !== null || look > 100) return at;
      await page.waitForTimeout(50);
    }
  };
  return {
    async goTo(role, name, back) {
      const passed: string[] = [];
      for (let step = 0; step < patience; step += 1) {
        await page.keyboard.press(back === undefined ? 'Tab' : 'Shift+Tab');
        const at = await stop();
        seen(at);
        if (matches(at, role, name)) return;
        passed.push(said(at));
      }
      assert.fail(`no ${role} “${String(name)}” among ${[...new Set(passed)].join(', ')}`);
    },
    async press(...keys) {
      for (const key of keys) {
        const before = await stop();
        await page.keyboard.press(key);
        const at = await settled();
        assert.ok(at !== null, `${key} on ${said(before)} loses the focus`);
        seen(at);
      }
    },
    async write(text) {
      await page.keyboard.type(text);
    },
    async standsOn(role, name) {
      for (let look = 0; look < 200; look += 1) {
        const at = await stop();
        if (matches(at, role, name)) return seen(at);
        await page.waitForTimeout(50);
      }
      assert.fail(`the focus is on ${said(await stop())}, not on ${role} “${String(name)}”`);
    },
  };
}
