import { ENVIRONMENTS, type Environment } from '../../manifest/document.ts';

export const ROLES = ['admin', 'operator', 'agent', 'builder', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** `approval`: may, once a person has said yes to this very call. */
export type Grant = 'yes' | 'approval' | 'no';

/** What may be done, and by whom. */
export interface Right {
  /** Completes "may" and "may not". */
  to: string;
  grants: Readonly<Record<Role, Grant>>;
  /** Counts towards the limit for administration. */
  administration?: true;
}

/**
 * What a change reaches: an environment; all of them (`shared`); the rules that all are judged by; or nothing, as it is
 * only asked what would come of it (`rehearsal`).
 */
export type Scope = Environment | 'shared' | 'governance' | 'rehearsal';
export const SCOPES: readonly Scope[] = [...ENVIRONMENTS, 'shared', 'governance'];
