import type { Transport } from '@modelcontextprotocol/client';

/** A control plane that is there and lets nobody in without another token. */
export interface Refusal {
  /** `expired`: it took the token until its time was over; `signedOut`: there is none, or not the right one. */
  state: 'signedOut' | 'expired';
  /** What it said, in words for people. */
  reason: string;
}

/** What carries messages to a control plane: a child process's pipes, HTTP. */
export interface ControlPlaneLink {
  transport: Transport;
  /** The protocol revision that it surely speaks; absent: found out. */
  revision?: string;
  /** How long it may be silent at first, in milliseconds, as it has to start; absent: no longer than later. */
  startsWithin?: number;
  /** Where it leads, for people; absent: it is the editor's own. */
  place?: string;
  /** Why the other side, by now gone, could not be connected to, if it said so. */
  lastWords?(): Promise<string | undefined>;
  /** That the other side turned us away for want of a good token, if it did so last. */
  refusal?(): Refusal | undefined;
  /** When what lets us in ends by its own word, in milliseconds since 1970; undefined: it does not say. */
  expiresAt?(): number | undefined;
  /**
   * Sees to it that we are let in for longer, without asking anybody.
   *
   * @returns false where somebody has to sign in for that
   * @throws Error in words for people where nobody can say just now
   */
  renew?(): Promise<boolean>;
}

/** Makes a new link; called for each attempt to connect. */
export type MakeLink = () => Promise<ControlPlaneLink>;
