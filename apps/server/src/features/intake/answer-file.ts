import { EdifactReader, interchangeOutcomes, writeContrl } from '@havenwacht/formats/edifact';

/**
 * CONTRL for every interchange of a file that has a UNB: acknowledged, or rejected with what is wrong.
 * Nothing is sent by itself: the answer is given to who asks for it.
 *
 * @param preparedAt epoch milliseconds
 */
export async function answerFile(bytes: AsyncIterable<Uint8Array>, preparedAt: number): Promise<Uint8Array> {
  const answers: Uint8Array[] = [];
  const reader = new EdifactReader(
    interchangeOutcomes((outcome) => {
      const number = String(answers.length + 1).padStart(3, '0');
      const control = `${Math.floor(preparedAt / 1_000)
        .toString(36)
        .toUpperCase()}${number}`;
      answers.push(writeContrl(outcome, { control, preparedAt }));
    }),
  );
  for await (const block of bytes) reader.push(block);
  reader.end();
  return Buffer.concat(answers);
}
