import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { EntryKey } from '../store/catalogStore.ts';

/** What somebody wants to promote. */
export interface PromotionRequest {
  key: EntryKey;
  to: Environment;
  /** The version that is promoted; it must still be the one registered. */
  ifVersion: number;
  /** The version that must be in the next environment now; 0: none. Absent: any. */
  ifTargetVersion?: number;
  own: Readonly<{ [field: string]: Plain }>;
  /** Of what another control plane has. */
  claim?: Claim;
}

/** What the caller says that another control plane has. Nothing of it is known to be so. */
export interface Claim {
  /** Where it was read, as people would name it. */
  controlPlane: string;
  /** What is registered there; absent: nothing, by that name. */
  entry?: { version: number; manifest: Readonly<Record<string, Plain>> };
}
