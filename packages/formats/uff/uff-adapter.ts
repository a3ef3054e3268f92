import type { ScanReading } from '../scan/finding.ts';

/**
 * Where a reader of the Unified File Format of the World Customs Organization goes.
 *
 * The format has no public specification: members and makers of scanners get it from the organization.
 * Nothing of its layout is invented here. An administration that has the specification writes `read`,
 * and hands it to the node; without one, a file that is named as UFF is set aside with this reason.
 *
 * @see docs/sources.md#wco-uff
 */
export interface UffAdapter<Content> {
  readonly read: (bytes: Uint8Array) => ScanReading<Content>;
}

/**
 * The adapter of a node that has none: every file is set aside, whatever its bytes.
 *
 * @example uffAdapter.read(Uint8Array.of(1, 2, 3)).findings[0].code // "scan/uff"
 * @example uffAdapter.read(Uint8Array.of(1, 2, 3)).ok // false
 */
export const uffAdapter: UffAdapter<never> = {
  read: () => ({
    ok: false,
    findings: [
      {
        code: 'scan/uff',
        offset: 0,
        text: 'Unified File Format (UFF): no public specification; this node has no reader for it',
      },
    ],
  }),
};
