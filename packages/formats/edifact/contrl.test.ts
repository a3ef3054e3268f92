import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkEdifactBytes } from './check.ts';
import { interchangeOutcomes, writeContrl, type InterchangeOutcome } from './contrl.ts';
import { EdifactReader } from './reader.ts';

const options = { control: 'ANSWER1', preparedAt: Date.UTC(2024, 0, 16, 8, 5) };

function outcomesOf(text: string): InterchangeOutcome[] {
  const outcomes: InterchangeOutcome[] = [];
  const reader = new EdifactReader(interchangeOutcomes((outcome) => void outcomes.push(outcome)));
  reader.push(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  reader.end();
  return outcomes;
}

function answerTo(text: string): string {
  const [outcome] = outcomesOf(text);
  const answer = writeContrl(outcome!, options);
  const [report] = checkEdifactBytes(answer);
  assert.equal(report!.verdict, 'accepted', 'the answer is itself a clean interchange');
  return String.fromCharCode(...answer);
}

const head3 = "UNB+UNOC:3+CARRIER:ZZ+CUSTOMS:30+240115:1200+REF1'";

describe('writeContrl()', () => {
  test('acknowledges a clean interchange in syntax 3', () => {
    assert.equal(
      answerTo(`${head3}UNH+1+CODECO:D:95B:UN'UNT+2+1'UNZ+1+REF1'`),
      "UNB+UNOC:3+CUSTOMS:30+CARRIER:ZZ+240116:0805+ANSWER1'UNH+ANSWER1+CONTRL:D:3:UN'" +
        "UCI+REF1+CARRIER:ZZ+CUSTOMS:30+7'UNT+3+ANSWER1'UNZ+1+ANSWER1'",
    );
  });

  test('acknowledges an interchange that was taken with warnings', () => {
    assert.match(
      answerTo(`${head3}UNH+1+CODECO:D:95B:UN'UNT+9+1'UNZ+1+REF1'`),
      /UCI\+REF1\+CARRIER:ZZ\+CUSTOMS:30\+7'UNT/,
    );
  });

  test('answers syntax 4 in syntax 4, with a four-digit year and the test mark', () => {
    const answer = answerTo("UNB+UNOA:4+S+R+20240115:1200+REF1++++++1'UNZ+0+REF1'");
    assert.match(
      answer,
      /^UNB\+UNOA:4\+R\+S\+20240116:0805\+ANSWER1\+\+\+\+\+\+1'UNH\+ANSWER1\+CONTRL:4:1:UN'/,
    );
  });

  test('rejects a cut-off interchange and names the missing segments', () => {
    const answer = answerTo(`${head3}UNH+M1+CODECO:D:95B:UN:ITG14'BGM+34'`);
    assert.match(answer, /UCI\+REF1\+CARRIER:ZZ\+CUSTOMS:30\+4\+13\+UNZ'/);
    assert.match(answer, /UCM\+M1\+CODECO:D:95B:UN:ITG14\+4\+13\+UNT'/);
  });

  test('names the segment in error by its position in the message', () => {
    const answer = answerTo(
      `${head3}UNH+M1+CODECO:D:95B:UN'BGM+34'FTX+A${':B'.repeat(99)}'UNT+4+M1'UNZ+1+REF1'`,
    );
    assert.match(answer, /UCM\+M1\+CODECO:D:95B:UN\+4'UCS\+3\+16'UNT/);
    assert.match(answer, /UCI\+REF1\+CARRIER:ZZ\+CUSTOMS:30\+4'/);
  });

  test('tells a rejected message of a taken interchange', () => {
    const [outcome] = outcomesOf(`${head3}UNH+1+CODECO:D:95B:UN'UNT+2+1'UNZ+1+REF1'`);
    const header = {
      index: 1,
      offset: 0,
      reference: '1',
      type: 'CODECO',
      version: 'D',
      release: '95B',
      agency: 'UN',
      association: '',
    };
    const answer = String.fromCharCode(
      ...writeContrl({ ...outcome!, rejectedMessages: [{ header, findings: [] }] }, options),
    );
    assert.match(answer, /\+7'UCM\+1\+CODECO:D:95B:UN\+4\+18'UNT\+4/);
  });

  test('repeats references in the character set they came in', () => {
    const answer = answerTo("UNB+UNOD:3+\xa3\xd3D\xac+R+240115:1200+REF1'UNZ+0+REF1'");
    assert.match(answer, /^UNB\+UNOD:3\+R\+\xa3\xd3D\xac\+/);
    assert.match(answerTo("UNB+UNOA:2+sender+R+240115:1200+REF1'UNZ+0+REF1'"), /^UNB\+UNOC:3\+R\+sender/);
  });

  test('has nothing to answer where there is no UNB', () => {
    assert.deepEqual(outcomesOf("UNH+1+CODECO:D:95B:UN'UNT+2+1'"), []);
    assert.deepEqual(outcomesOf('<html>'), []);
  });
});
