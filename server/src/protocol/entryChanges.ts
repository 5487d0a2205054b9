import type { EnvironmentName } from '../protocol.ts';
import type { EntryRef } from './entryDetails.ts';
import type { FieldChange } from './guard.ts';

/** A change of a registered entry, of a version that was shown. */
interface VersionedChange extends EntryRef {
  /** The version that must be registered now: what was shown is what changes. */
  ifVersion: number;
  /** Why, for the history. */
  reason?: string;
}

export interface PromoteParams extends VersionedChange {
  /** The environment after the entry's own. */
  to: EnvironmentName;
  /** The version that must be registered there, 0 for none yet. Absent: any. */
  ifTargetVersion?: number;
  /** Values of fields that the environment has for itself, as they shall be there; null takes one out. Absent: see `OwnField`. */
  own?: Record<string, unknown>;
}

/** A field of the spec that each environment has for itself: it stays as it is there, and comes along where the entry is new. */
export interface OwnField {
  field: string;
  /** As it is in the environment before; absent: not stated. */
  before?: unknown;
  /** As it is there now; absent: not stated. */
  there?: unknown;
}

export type PromotionOutcome =
  | 'promoted'
  | 'unchanged'
  | 'refused'
  | 'conflict'
  | 'allowed'
  | 'needs-approval';

/** How one gate of a promotion came out. */
export interface PromotionGate {
  gate: string;
  /** `not-verified`: it passes, but on the word of whoever promotes. */
  outcome: 'passed' | 'not-verified' | 'refused' | 'needs-approval' | 'not-reached';
  message: string;
  findings: PromotionFinding[];
}

export interface PromotionFinding {
  rule: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** Dotted, in the manifest as it would be there. */
  path?: string;
  /** What is to be promoted, or registered, before. */
  missing?: EntryRef;
}

/** What came of a promotion, or would. */
export interface Promotion {
  outcome: PromotionOutcome;
  /** Every gate, in its order. */
  gates: PromotionGate[];
  /** What it is called there, where that is known. */
  name?: string;
  /** The version that is registered there, or was before; 0: none. */
  targetVersion: number;
  /** The version that is registered in the environment before, by now. */
  sourceVersion?: number;
  /** Of a rehearsal: what would change there. */
  changes: FieldChange[];
  /** Of a rehearsal: what `own` may set. */
  own?: OwnField[];
  /** Of a rehearsal, as YAML: what is registered there, and what would be. */
  texts?: { before?: string; after: string };
}

export interface RetireParams extends VersionedChange {
  /** Also where others depend on it. */
  force?: boolean;
}

/** Who would refer to nothing. */
export interface Dependant extends EntryRef {
  /** Where it names the entry. */
  path: string;
}

export interface Retirement {
  outcome: 'retired' | 'absent' | 'conflict' | 'refused';
  message: string;
  dependants: Dependant[];
  /** The version by which it was retired, or that is registered now. */
  version?: number;
}

export interface RestoreParams extends EntryRef {
  /** The version that is brought back, as the newest one. */
  version: number;
  /** The version that must be registered now. Absent: any, also none. */
  ifVersion?: number;
}

export interface TakeRegisteredParams extends EntryRef {
  /** Dotted fields of the manifest that are to say what is registered. */
  fields: string[];
}

/** What keeps a change from being asked for at all; nothing was changed. */
export interface Unavailable {
  /** `unknown`: no answer came, so that it may have been changed. */
  outcome: 'locked' | 'unavailable' | 'unknown';
  message: string;
  /** Whose control plane it is that could not be asked, where it is another one than that of the change. */
  at?: EnvironmentName;
}

export const ChangeMethods = {
  /** request: PromoteParams => Promotion | Unavailable; walks all gates and changes nothing */
  rehearsePromotion: 'heady/entry/rehearsePromotion',
  /** request: PromoteParams => Promotion | Unavailable */
  promote: 'heady/entry/promote',
  /** request: RetireParams => Retirement | Unavailable */
  retire: 'heady/entry/retire',
  /** request: RestoreParams => RegisterResult | Unavailable */
  restore: 'heady/entry/restore',
  /** request: TakeRegisteredParams => string[]: the fields that no edit could change; the others are edited in the editor */
  takeRegistered: 'heady/entry/takeRegistered',
} as const;
