/** What of a server is pinned; `server`: its instructions. */
export type PinnedKind = 'tools' | 'prompts' | 'templates' | 'server';

/** How something stands that waits for a person. `missing`: it was approved, and is not offered any more. */
export type UndecidedState = 'changed' | 'new' | 'reworded' | 'missing';

/** Something that can be pinned. */
export interface PinnedThing {
  server: string;
  kind: PinnedKind;
  /** URI of a template; `instructions`. */
  name: string;
}

/** Something of a server, named by the overview, that a person is to decide about. */
export interface UndecidedPin extends Omit<PinnedThing, 'server'> {
  state: UndecidedState;
  /** Of what is offered now; absent where it is gone, or too deep to have one. */
  hash?: string;
}

/** Something in a definition that a person should look at. */
export interface PinFlag {
  /** As documented. */
  rule: string;
  /** What is a danger was not approved by being seen first. */
  grade: 'danger' | 'notice';
  /** Where in the definition, as `inputSchema.properties.path.description`; empty: all of it. */
  where: string;
  /** A sentence for people. */
  message: string;
}

/** How something stands to what was decided about it. */
export interface PinItem extends PinnedThing {
  title?: string;
  /** `denied`: the manifest lets nobody have it; `unknown`: the pins cannot be read. */
  state: UndecidedState | 'pinned' | 'rejected' | 'denied' | 'unknown';
  /** Of what is offered now. */
  hash?: string;
  flags: PinFlag[];
  /** Whose decision it is, which the workspace cannot undo: it can reject alone. Absent: the workspace's. */
  by?: 'organisation';
}

/** All of a server that is pinned or could be. */
export interface ServerPinItems {
  items: PinItem[];
  /** Why the pins cannot be read, so that nothing is offered. */
  trouble?: string;
}

/** What was approved beside what is offered, as texts for people: invisible characters are written out. */
export interface PinReview {
  item: PinItem;
  /** Absent: nothing was. */
  approved?: string;
  /** Absent: it is gone. */
  offered?: string;
  /** Of the file that each text could be. */
  extension: 'json' | 'md';
}

/** `forget`: what was decided is taken back, so that it waits for a person again. */
export type PinDecision = 'approve' | 'reject' | 'forget';

/** Something to be decided about, as the person saw it. */
export interface PinChoice extends PinnedThing {
  /** Of what was shown as offered; absent: it was gone. What is offered must still be that. */
  hash?: string;
}

export interface DecidePinsParams {
  decision: PinDecision;
  choices: PinChoice[];
}

/** What the editor asks its language server. */
export const PinMethods = {
  /** request: { server: string } => ServerPinItems */
  list: 'heady/gateway/pins',
  /** request: PinnedThing => PinReview */
  review: 'heady/gateway/reviewPin',
  /** request: DecidePinsParams => null; fails, with nothing decided, where something is not as it was shown */
  decide: 'heady/gateway/decidePins',
} as const;

/** The same, as the gateway that the editor started is asked. */
export const GatewayPinMethods = {
  list: 'heady.systems/gateway/pins',
  review: 'heady.systems/gateway/reviewPin',
  decide: 'heady.systems/gateway/decidePins',
} as const;
