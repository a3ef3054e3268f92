import { openItems, type SealedObject } from './compartment.ts';
import type { ControlParts } from './control-parts.ts';
import type { Control } from './control-store.ts';

/** The box a control is about; for what the node itself has to know. */
export function objectOf(parts: Pick<ControlParts, 'nodeKey'>, control: Control): SealedObject {
  return JSON.parse(openItems(parts.nodeKey, control, ['object']).object ?? '') as SealedObject;
}
