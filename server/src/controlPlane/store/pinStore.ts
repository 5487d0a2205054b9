import type { PinKind } from '../pins/definition.ts';
import type { Audited } from './auditLog.ts';

/** A definition, as some version of an MCP server offers it, that somebody decided about. */
export interface PinKey {
  /** Name of the server. */
  server: string;
  kind: PinKind;
  /** What the definition is called among those of its kind. */
  name: string;
  /** Tells the definition from any other. */
  hash: string;
}

export type PinDecision = 'approved' | 'rejected';

export interface PinDraft extends PinKey {
  definition: Readonly<Record<string, unknown>>;
}

/** A decision that holds. Of one name several definitions can be approved: not all of a server's users update at once. */
export interface DecidedPin extends PinDraft {
  decision: PinDecision;
  actor: string;
  /** ISO time. */
  decidedAt: string;
}

export interface PinWrite extends Audited<PinChange> {
  actor: string;
  /** Aborted once nobody waits for the result: what has not begun by then is dropped. */
  signal?: AbortSignal;
}

/** Of how many definitions something else holds than before. */
export interface PinChange {
  changed: number;
}

/** What an organisation decided about the definitions of MCP servers. */
export interface PinStore {
  /** @param decision undefined: what was decided is taken back */
  decide(
    drafts: readonly PinDraft[],
    decision: PinDecision | undefined,
    options: PinWrite,
  ): Promise<PinChange>;
  /** Ordered by server, kind, name and hash. @param after of the page before: its last */
  list(query: { server?: string; after?: PinKey; limit: number }): Promise<DecidedPin[]>;
  /** Calls back with the names of servers about which anybody, this node or another, decided something. Returns how to stop. */
  watch(listener: (servers: readonly string[]) => void): () => void;
}
