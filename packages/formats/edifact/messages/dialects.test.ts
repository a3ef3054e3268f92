import assert from 'node:assert/strict';
import test from 'node:test';
import type { DialectProfile } from './dialects.ts';
import { checkDialectProfile, chooseDialect, defaultDialect, dialectOf } from './dialects.ts';
import { rowsOf } from './rows-of.ts';

const header = { type: 'BAPLIE', version: 'D', release: '95B', association: 'SMDG22', sender: 'QZX', recipient: 'R', reference: '1' }; // prettier-ignore

test('the first profile whose match fits is taken, compared without case', () => {
  const profiles: DialectProfile[] = [
    { name: 'other', match: { sender: 'QQQ' } },
    { name: 'mine', match: { sender: 'qzx', type: 'BAPLIE' } },
    { name: 'late', match: { sender: 'QZX' } },
  ];
  assert.equal(chooseDialect(header, profiles).name, 'mine');
  assert.equal(chooseDialect({ ...header, type: 'CUSCAR' }, profiles).name, 'late');
  assert.equal(chooseDialect({ ...header, type: 'CUSCAR', sender: 'ZZZ' }, profiles), defaultDialect);
  assert.deepEqual(chooseDialect(header, profiles).placeholderBills, ['1']);
});

test('a profile adds to the tables of the default one and takes codes out with null', () => {
  const dialect = dialectOf({ name: 'x', match: { sender: 'Q' }, callRoles: { '99': 'call', '9': null } });
  assert.deepEqual(
    [dialect.callRoles['99'], dialect.callRoles['9'], dialect.callRoles['11']],
    ['call', null, 'discharge'],
  );
});

test('the zone of a profile is used for times without one, and summer time is kept', () => {
  const profiles: DialectProfile[] = [
    { name: 'nl', match: { sender: 'QZXLINE' }, timeZone: 'Europe/Amsterdam' },
  ];
  const at = (date: string): number | undefined => {
    const row = rowsOf('BAPLIE', `DTM+137:${date}`, { profiles })[0];
    return row?.kind === 'message' ? row.statedAt : undefined;
  };
  assert.equal(at('202601151200:203'), Date.UTC(2026, 0, 15, 11));
  assert.equal(at('202607151200:203'), Date.UTC(2026, 6, 15, 10));
  assert.equal(at('202607151200UTC:303'), Date.UTC(2026, 6, 15, 12));
});

test('the codes of a profile decide events, seals, masses and documents', () => {
  const profiles: DialectProfile[] = [
    { name: 'p', match: { sender: 'QZXLINE' }, statusEvents: { '48': 'load' }, sealIssuer: 'carrier', weightMethods: { 'AAE+ZZZ': 'weighed' }, documents: { 'CODECO 900': 'gate-out' }, placeholderBills: ['NA'] }, // prettier-ignore
  ];
  const status = rowsOf('IFTSTA', 'STS+1+48\nEQD+CN+QZXU2000008\nSEL+1\nMEA+AAE+ZZZ+KGM:7\nRFF+BM:NA', {
    profiles,
  });
  const row = status.find((each) => each.kind === 'movement');
  assert.deepEqual(
    [row?.event, row?.seals[0]?.issuer, row?.weights[0]?.method, row?.bills],
    ['load', 'carrier', 'weighed', []],
  );
  const gate = rowsOf('CODECO', 'BGM+900+1+9\nEQD+CN+QZXU2000008', { profiles }).find(
    (each) => each.kind === 'movement',
  );
  assert.equal(gate?.event, 'gate-out');
});

test('a cell of the wrong width is refused where the profile names the width', () => {
  const profiles: DialectProfile[] = [{ name: 'p', match: { type: 'BAPLIE' }, cellDigits: 7 }];
  const rows = rowsOf('BAPLIE', 'LOC+147+020484\nEQD+CN+QZXU2000008', { profiles });
  assert.equal(rows.find((each) => each.kind === 'container')?.stow, undefined);
});

test('a well-written profile passes the check', () => {
  const checked = checkDialectProfile(
    JSON.parse('{"name":"qzx-line","match":{"sender":"QZX"},"timeZone":"-05:00","callRoles":{"76":null}}'),
  );
  assert.deepEqual(checked.ok && checked.profile.match.sender, 'QZX');
});

for (const [what, value] of [
  ['no object', 'x'],
  ['a name with blanks', { name: 'a b', match: { sender: 'X' } }],
  ['the name of the default', { name: 'default', match: { sender: 'X' } }],
  ['an empty match', { name: 'a', match: {} }],
  ['an unknown match', { name: 'a', match: { colour: 'red' } }],
  ['an unknown key', { name: 'a', match: { sender: 'X' }, colour: 'red' }],
  ['an unknown zone', { name: 'a', match: { sender: 'X' }, timeZone: 'Mars/Base' }],
  ['an unknown role', { name: 'a', match: { sender: 'X' }, callRoles: { '9': 'moon' } }],
  ['a table that is a list', { name: 'a', match: { sender: 'X' }, partyRoles: [] }],
  ['an unknown width', { name: 'a', match: { sender: 'X' }, cellDigits: 8 }],
  ['an unknown unit', { name: 'a', match: { sender: 'X' }, massUnit: 'STONE' }],
  ['an unknown issuer', { name: 'a', match: { sender: 'X' }, sealIssuer: 'king' }],
  ['bills that are no texts', { name: 'a', match: { sender: 'X' }, placeholderBills: [1] }],
] as const)
  test(`a profile with ${what} is refused with a reason`, () => {
    const checked = checkDialectProfile(value);
    assert.ok(!checked.ok && checked.problems.length > 0);
  });

test('all problems of a profile are named at once', () => {
  const checked = checkDialectProfile({ name: 'A B', match: {}, timeZone: 1 });
  assert.equal(checked.ok ? 0 : checked.problems.length, 3);
});
