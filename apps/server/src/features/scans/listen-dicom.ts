import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { StoreProvider, type StoredInstance } from '@havenwacht/formats/dicos';
import { receiveScan, type ScanParts } from './receive-scan.ts';

export interface DicomSettings {
  readonly host: string;
  readonly port: number;
  /** What a scanner has to call this node. */
  readonly title: string;
  /** UN/LOCODE of the port at which each calling title scans. Nobody else may call. */
  readonly callers: ReadonlyMap<string, string>;
}

interface DicomOptions extends DicomSettings {
  readonly onFailure: (error: unknown) => void;
  /** Associations at once; each may hold an instance in memory. Default 4. */
  readonly mostAssociations?: number;
}

export interface DicomListener {
  readonly port: number;
  /** Ends every association, also one that is in the middle of an instance: the scanner sends it again. */
  close(): Promise<void>;
}

/** As much as the largest image that is read, with its attributes. */
const mostInstanceBytes = 138_412_032;
const silenceMs = 60_000;

/**
 * Receives scans by DICOM C-STORE. An instance is answered once its bytes are on disk and it stands in the
 * database, so that a scanner that has its answer may forget it.
 *
 * A title is a name, no proof: whoever reaches the socket can use it. Listen on loopback or a network of
 * scanners alone; the operator guide says how.
 */
export async function listenDicom(parts: ScanParts, options: DicomOptions): Promise<DicomListener> {
  const open = new Set<Socket>();
  const most = options.mostAssociations ?? 4;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (open.size >= most) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.setTimeout(silenceMs, () => socket.destroy());
    serve(socket, parts, options).catch((error: unknown) => {
      socket.destroy();
      options.onFailure(error);
    });
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function serve(socket: Socket, parts: ScanParts, options: DicomOptions): Promise<void> {
  const provider = new StoreProvider({
    title: options.title,
    mayCall: (title) => options.callers.has(title),
    mostBytes: mostInstanceBytes,
  });
  // A for loop reads the next block only when this one is dealt with, so a fast sender waits.
  try {
    for await (const block of socket) {
      for (const act of provider.push(block as Buffer)) {
        if (act.act === 'send') socket.write(act.bytes);
        else if (act.act === 'close') socket.end();
        else socket.write(act.answer(await keep(parts, act.instance, options)));
      }
    }
  } catch (error) {
    // The other side went away; whatever it had not finished, it will send again.
    if (!socket.destroyed || !isHangUp(error)) throw error;
  }
}

function isHangUp(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return (
    code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR'
  );
}

async function keep(
  parts: ScanParts,
  { blocks, callingTitle }: StoredInstance,
  { callers, onFailure }: DicomOptions,
): Promise<boolean> {
  try {
    await receiveScan(parts, {
      name: `${callingTitle}.dcm`,
      bytes: (async function* () {
        yield* blocks;
      })(),
      channel: 'dicom',
      port: callers.get(callingTitle)!,
      order: null,
    });
    return true;
  } catch (error) {
    onFailure(error);
    return false;
  }
}
