import type { EnvironmentName } from '../protocol.ts';

/** Parameters of `heady/unlock`. */
export interface UnlockParams {
  environment: EnvironmentName;
  /** Why, for the history of what is changed meanwhile. */
  reason: string;
  minutes: number;
}

/** Parameters of `heady/lock`. */
export interface LockParams {
  environment?: EnvironmentName;
}

/** Answer of `heady/unlock`: an environment that may be changed for a while. */
export interface Unlocked {
  environment: EnvironmentName;
  reason: string;
  /** ISO time from which it is locked again. */
  until: string;
}

/** Bounds of `UnlockParams`; what lies beyond is refused. */
export const UNLOCK_LIMITS = { minutes: 240, reason: 150 } as const;

/** A field that registering would change. Values are short texts; absent: the field is not there. */
export interface FieldChange {
  /** Dotted. */
  field: string;
  from?: string;
  to?: string;
}

/** What registering a manifest would change. */
export interface RegisterPreview {
  /** `unknown`: nobody can say what is registered now. */
  outcome: 'new' | 'changed' | 'unchanged' | 'unknown';
  /** The version that is registered now. */
  version?: number;
  /** In reading order; where it is new, its fields. */
  changes: FieldChange[];
}
