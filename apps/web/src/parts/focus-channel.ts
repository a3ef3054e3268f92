/**
 * Tells the other windows of this browser which visit is in focus, so that a second window can show
 * its dossier. Only the id goes over; the other window asks the node itself, with its own rights.
 */
const name = 'havenwacht.focus';
let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  return (channel ??= new BroadcastChannel(name));
}

export const focusChannel = {
  tell(visit: string): void {
    open()?.postMessage({ visit });
  },
  /** Calls `heard` with the id of each visit that comes into focus elsewhere; gives the way to stop. */
  listen(heard: (visit: string) => void): () => void {
    const own = open();
    const receive = ({ data }: MessageEvent<unknown>) => {
      const visit = (data as { visit?: unknown } | null)?.visit;
      if (typeof visit === 'string') heard(visit);
    };
    own?.addEventListener('message', receive);
    return () => own?.removeEventListener('message', receive);
  },
};
