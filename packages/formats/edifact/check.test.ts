import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { checkEdifact, checkEdifactBytes } from './check.ts';
import { edifactFindingKinds, graverVerdict, type Verdict } from './finding.ts';
import { readCases } from './fixtures/core/read-cases.ts';
import type { InterchangeReport } from './interchange.ts';

const corpus = new URL('../../../../shared/corpus/edifact/', import.meta.url);

function codesOf(report: InterchangeReport): string[] {
  return [...new Set(report.findings.map(({ code }) => code.replace('edifact/', '')))];
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('checkEdifactBytes()', () => {
  for (const { reason, expected, bytes } of readCases()) {
    test(`judges: ${reason}`, () => {
      const reports = checkEdifactBytes(bytes);
      const found = reports.map((report) => ({ verdict: report.verdict, codes: codesOf(report).sort() }));
      assert.deepEqual(
        found,
        expected.map(({ verdict, codes }) => ({ verdict, codes: [...codes].sort() })),
      );
      reports.forEach((report, i) => assert.equal(report.interchange, i + 1));
      for (const { offset, text } of reports.flatMap(({ findings }) => findings)) {
        assert.ok(offset >= 0 && offset <= bytes.length, `offset ${offset} of ${text}`);
      }
    });
  }

  test('has a case for every finding code, and cases without any', () => {
    const provoked = new Set(readCases().flatMap(({ expected }) => expected.flatMap(({ codes }) => codes)));
    const missing = Object.keys(edifactFindingKinds).filter(
      (code) => !provoked.has(code.replace('edifact/', '')),
    );
    assert.deepEqual(missing, ['edifact/too-many-segments']);
    assert.ok(
      readCases().filter(({ expected }) => expected.every(({ codes }) => codes.length === 0)).length >= 5,
    );
  });

  test('quarantines a message with more segments than the limit and hands on no more than the limit', () => {
    const file = bytesOf(
      `UNB+UNOA:2+S+R+240115:1200+C'UNH+1+CODECO:D:95B:UN'${"BGM+1'".repeat(98)}UNT+100+1'UNZ+1+C'`,
    );
    assert.equal(checkEdifactBytes(file, { segmentsPerMessage: 100 })[0]!.verdict, 'accepted');
    const [report] = checkEdifactBytes(file, { segmentsPerMessage: 99 });
    assert.deepEqual(codesOf(report!), ['too-many-segments']);
    assert.equal(report!.verdict, 'quarantined');
  });

  test('reports what the command line prints', () => {
    const file = bytesOf(
      "UNA:+.? 'UNB+UNOC:3+CARRIER:ZZ+CUSTOMS:ZZ+240115:1200+REF7'UNH+1+BAPLIE:D:95B:UN:SMDG22'BGM++X'UNT+4+1'UNZ+1+REF7'",
    );
    assert.deepEqual(checkEdifactBytes(file), [
      {
        interchange: 1,
        sender: 'CARRIER',
        recipient: 'CUSTOMS',
        control: 'REF7',
        verdict: 'warning',
        messages: [
          { type: 'BAPLIE', version: 'D95B SMDG22', reference: '1', segments: 3, verdict: 'warning' },
        ],
        findings: [
          {
            code: 'edifact/unt-count',
            offset: 95,
            text: 'UNT counts "4" segments, the message has 3',
            message: 1,
            position: 3,
          },
        ],
      },
    ]);
  });

  test('points a finding at its byte', () => {
    const file = bytesOf("UNB+UNOA:2+S+R+240115:1200+C'UNH+1+CODECO:D:95B:UN'FTX+AAA+++ab'UNT+3+1'UNZ+2+C'");
    const at = (code: string): number =>
      checkEdifactBytes(file)[0]!.findings.find((finding) => finding.code === `edifact/${code}`)!.offset;
    assert.equal(at('charset'), file.indexOf(0x61));
    assert.equal(at('unz-count'), new TextDecoder().decode(file).indexOf('UNZ'));
  });

  test('keeps the verdict of a whole message apart from that of a cut-off interchange', () => {
    const [report] = checkEdifactBytes(
      bytesOf("UNB+UNOA:2+S+R+240115:1200+C'UNH+1+CODECO:D:95B:UN'UNT+2+1'UNH+2+CODECO:D:95B:UN'BG"),
    );
    assert.equal(report!.verdict, 'quarantined');
    assert.deepEqual(
      report!.messages.map(({ verdict }) => verdict),
      ['accepted', 'quarantined'],
    );
  });

  test('counts all bytes outside the character set in one finding', () => {
    const [report] = checkEdifactBytes(
      bytesOf(
        `UNB+UNOA:2+S+R+240115:1200+C'UNH+1+CODECO:D:95B:UN'${"FTX+AAA+++abc'".repeat(50_000)}UNT+50002+1'UNZ+1+C'`,
      ),
    );
    assert.deepEqual(
      report!.findings.map(({ code, text }) => [code, text]),
      [['edifact/charset', '150000 bytes are not of the character set UNOA']],
    );
  });
});

describe('checkEdifact()', () => {
  test('yields each interchange as soon as it has ended, from sync and async chunks', async () => {
    const file = bytesOf("UNB+UNOA:2+S+R+240115:1200+C1'UNZ+0+C1'");
    const next = bytesOf("UNB+UNOA:2+S+R+240115:1200+C2'UNZ+0+C2'");
    let pulled = 0;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      pulled++;
      yield file;
      pulled++;
      yield next;
      await Promise.resolve();
    }
    const reports = checkEdifact(chunks());
    assert.equal((await reports.next()).value?.control, 'C1');
    assert.equal(pulled, 1);
    assert.equal((await reports.next()).value?.control, 'C2');
    assert.equal((await reports.next()).done, true);
    const controls: string[] = [];
    for await (const report of checkEdifact([file, next])) controls.push(report.control);
    assert.deepEqual(controls, ['C1', 'C2']);
  });
});

describe(
  'the corpus of real files',
  { skip: existsSync(corpus) ? false : '../shared/corpus is not here' },
  () => {
    const rows = readFileSync(new URL('./corpus-verdicts.tsv', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));

    test('has a written verdict for every file', () => {
      const listed = rows.map(([file]) => file);
      assert.deepEqual(listed, readdirSync(corpus).sort());
      for (const row of rows) assert.ok((row[3] ?? '').length > 0, `${row[0]} has a reason`);
    });

    for (const [file = '', verdict = '', codes = ''] of rows) {
      test(`gives ${file} the verdict ${verdict}`, () => {
        const reports = checkEdifactBytes(readFileSync(new URL(file, corpus)));
        const worst = reports.reduce<Verdict>(
          (sum, report) => graverVerdict(sum, report.verdict),
          'accepted',
        );
        assert.equal(worst, verdict);
        assert.deepEqual(
          [...new Set(reports.flatMap(codesOf))].sort(),
          codes.split(' ').filter(Boolean).sort(),
        );
      });
    }
  },
);
