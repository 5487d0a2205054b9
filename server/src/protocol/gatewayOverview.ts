import type { EnvironmentName } from '../protocol.ts';
import type { UndecidedPin } from './gatewayPins.ts';
import type { Restarts, SupervisionNode } from './gatewaySupervision.ts';

/** Resource that a gateway offers to the editor that started it alone: a `GatewayOverview` as JSON. */
export const OVERVIEW_URI = 'heady://gateway/servers';

/**
 * `idle`: nobody needs it, so there is no connection; `degraded`: some of its replicas cannot be reached; `broken`: it
 * failed so often that it is left alone for a while; `stopped`: by hand; `signIn`: its user
 * has to sign in first.
 */
export type ServerState =
  | 'idle'
  | 'connecting'
  | 'connected'
  | 'degraded'
  | 'failed'
  | 'broken'
  | 'stopped'
  | 'signIn';

export interface ReplicaOverview {
  url: string;
  state: ServerState;
  /** Why it failed last. */
  error?: string;
}

/** What calls of the last five minutes were like. */
export interface CallFigures {
  calls: number;
  errors: number;
  /** Calls in the last minute. */
  perMinute: number;
  /** In milliseconds, without the time in which a server waited for its client; absent where no call reached the server. */
  p50?: number;
  p95?: number;
}

/** How a server behind the gateway is, over all clients' connections to it. */
export interface ServerOverview {
  name: string;
  state: ServerState;
  /** Whether it speaks revision 2025-11-25 and older, or 2026-07-28; absent while it is not known. */
  era?: 'legacy' | 'modern';
  /** Why it failed last; absent where it did not. */
  error?: string;
  /** Of a server that is reached at several URLs. */
  replicas: ReplicaOverview[];
  /** How much it offers; absent while it is not known. */
  counts?: { tools: number; prompts: number; resources: number };
  /** Absent where nothing was called yet. */
  figures?: CallFigures;
  /** Calls that are with it now, and those that wait for their turn. */
  active: number;
  waiting: number;
  /** What is wrong with its calls now, in sentences. */
  alerts: string[];
  /** How many of its tools and prompts nobody is offered, as they changed or were never approved. */
  blocked: number;
  /** ISO time of when it said last what it offers, where that is still shown though it cannot be reached. */
  staleSince?: string;
  /** Of a process: how often it ended unexpectedly lately, and how often it may before it is left alone. */
  restarts?: Restarts;
  /** What of it waits for a person's decision. */
  undecided: UndecidedPin[];
}

/** What people should know at once: `pain` that something is wrong, `pleasure` that it no longer is. */
export interface GatewayAlert {
  feeling: 'pain' | 'pleasure';
  /** The same for the same trouble. */
  cause: string;
  /** Absent: the gateway itself. */
  server?: string;
  message: string;
}

/** What is wrong now, whether or not somebody was told. */
export interface ActiveGatewayAlert extends GatewayAlert {
  /** ISO time. */
  since: string;
}

/** How a gateway is. */
export interface GatewayOverview {
  environment: EnvironmentName;
  /** Where it serves everybody else. */
  url: string;
  /** Another one whenever what it offers is. */
  version: string;
  servers: ServerOverview[];
  alerts: ActiveGatewayAlert[];
  /** What it keeps running, and how. */
  supervision: SupervisionNode;
}

/** Something that a server offers. */
export interface ServerItem {
  /** As the server calls it; URI of a resource or template. */
  name: string;
  /** What it is called by through the gateway. */
  exposed: string;
  title?: string;
  description?: string;
  /** Why nobody is offered it: how it stands to what was approved. Absent where it is offered. */
  blocked?: 'changed' | 'new' | 'rejected' | 'unknown' | 'reworded';
  /** As the server gave it. */
  definition: Readonly<Record<string, unknown>>;
  /** Of a tool that was called. */
  figures?: CallFigures;
}

/** All that a server offers. */
export interface ServerContents {
  tools: ServerItem[];
  prompts: ServerItem[];
  resources: ServerItem[];
  templates: ServerItem[];
  /** ISO time of when it was asked last, where it could not be just now. */
  staleSince?: string;
  /** Why it could not be asked. */
  error?: string;
}

/** What the editor asks beyond MCP of the gateway that it started. */
export const OverviewMethods = {
  /** request: { server: string } => ServerContents; connects to the server where nobody has */
  contents: 'heady.systems/gateway/contents',
  /** request: { server: string } => { lines: string[] }; the last that its processes said on standard error */
  log: 'heady.systems/gateway/log',
  /** request: { server: string } => {}; lets a server that was stopped be used again, and connects to it */
  start: 'heady.systems/gateway/start',
  /** request: { server: string } => {}; ends all connections to it, and makes none until it is started */
  stop: 'heady.systems/gateway/stop',
  /** request: { server: string, replica?: string } => {}; has its calls let through again, without waiting */
  resetBreaker: 'heady.systems/gateway/resetBreaker',
  /** notification to the editor: GatewayAlert */
  alert: 'heady.systems/gateway/alert',
  /** request: { milliseconds: number } => {}; for so long tools that may change something can be called in prod, 0: no more */
  unlockProd: 'heady.systems/gateway/unlockProd',
} as const;
