import type { Querying } from '../../platform/db/index.ts';
import { messagesOf, readContainers } from '../cargo/index.ts';
import type { ContainerFile } from './dossier-view.ts';

/** Reads what the node holds about one container number, for a visit that its reader was found to see. */
export async function readContainer(tx: Querying, container: string): Promise<ContainerFile> {
  return {
    dossier: (await readContainers(tx, [container])).get(container),
    messages: await messagesOf(tx, container),
  };
}
