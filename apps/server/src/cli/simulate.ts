import { writeSimulation } from '@havenwacht/simulator';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { DeclareCommand } from './declare-command.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  readonly seed: number;
  readonly out: string;
  readonly boxes?: number;
  readonly days?: number;
}

export const declare: DeclareCommand = (command, terminal) => {
  command
    .requiredOption('--seed <n>', 'the same seed gives the same bytes', wholeNumber)
    .requiredOption('--out <folder>', 'an empty folder, or one to be made')
    .option('--boxes <n>', 'container visits', wholeNumber)
    .option('--days <n>', 'days the arrivals reach on', wholeNumber)
    .addHelpText('before', 'Example: havenwacht simulate --seed 7 --out /tmp/port --boxes 2000\n')
    .action(async ({ seed, out: folder, boxes, days }: Options) => {
      const out = terminal();
      const bar = out.progress('simulate');
      try {
        const counts = writeSimulation(
          { seed, ...(boxes === undefined ? {} : { boxes }), ...(days === undefined ? {} : { days }) },
          folder,
          ({ files }) => bar.update(files, 0),
        );
        bar.end();
        if (out.json) await out.line({ out: folder, ...counts });
        else {
          await out.print(
            `${folder}: ${counts.messageFiles} message files for ${counts.boxes} containers on ${counts.voyages} voyages, ${counts.planted} planted cases (truth.json)`,
          );
        }
      } catch (error) {
        if (error instanceof RangeError)
          throw new HavenwachtError('simulate/option', 400, error.message, { cause: error });
        if (/is not empty$/.test((error as Error).message)) {
          throw new HavenwachtError('simulate/not-empty', 409, (error as Error).message, { cause: error });
        }
        throw error;
      } finally {
        bar.end();
      }
    });
};
