import { createECDH } from 'node:crypto';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { keyFor, openBytes } from '../../platform/secrets/index.ts';

/** Where a phone puts what it can't send yet: closed for the node, so that the phone itself can't read it again. */
export interface TaskInbox {
  /** A point of P-256, uncompressed, base64url. */
  readonly publicKey: string;
  /** @throws {HavenwachtError} `controls/unreadable-item` when it was closed for another task or item, or changed */
  open(sealed: Uint8Array, item: string): Buffer;
}

const pointBytes = 65;

/** The inbox of one control. Its key comes from the node's, so that nothing has to be kept for it. */
export function taskInbox(nodeKey: Uint8Array, control: string): TaskInbox {
  const own = createECDH('prime256v1');
  own.setPrivateKey(keyFor(nodeKey, `task-inbox/${control}`));
  return {
    publicKey: own.getPublicKey('base64url'),
    open(sealed, item) {
      try {
        const point = sealed.subarray(0, pointBytes);
        const shared = own.computeSecret(point);
        const key = keyFor(shared, `task-item/${Buffer.from(point).toString('base64url')}`);
        return openBytes(key, sealed.subarray(pointBytes), `${control}/${item}`);
      } catch (cause) {
        throw new HavenwachtError(
          'controls/unreadable-item',
          422,
          'This can not be opened: it was closed for another task, or changed on the way.',
          { cause },
        );
      }
    },
  };
}
