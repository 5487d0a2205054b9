import type { Principal } from '../../controlPlane/access/principal.ts';
import type { Environment } from '../../manifest/document.ts';
import type { Upstream } from '../upstream.ts';

/** A call of somebody behind the gateway, on its way to a server. */
export interface GatewayCall {
  readonly upstream: Upstream;
  readonly method: 'tools/call' | 'prompts/get' | 'resources/read' | 'completion/complete';
  /** Name of the tool or prompt as the upstream calls it; URI of the resource. */
  readonly item: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly environment: Environment;
  /** Ties together what one request leads to, here and in logs. */
  readonly correlation: string;
  readonly signal: AbortSignal;
  /** The raw definition the upstream last gave of the tool or prompt, if any. */
  readonly definition?: Readonly<Record<string, unknown>>;
  /** Of a resource: the template that its URI fits, as the upstream gave it; absent where the URI itself is listed. */
  readonly template?: Readonly<Record<string, unknown>>;
  /** Which of the upstream's replicas is to answer, once that is decided; absent: its first. */
  readonly replica?: string;
  /** The replica that holds a session of whoever calls: it is asked as long as it can be. */
  readonly held?: string;
  /** Told of what happens to the call while it is with its server. */
  readonly watch?: CallWatch;
}

/** Watches how long a server takes. */
export interface CallWatch {
  /** The server told of its progress. */
  progressed(): void;
  /** The server asked something of whoever called, and waits for the answer. @returns the answer */
  asking<T>(answer: Promise<T>): Promise<T>;
}

/** As it came from the upstream. */
export type CallResult = Readonly<Record<string, unknown>>;

export type Next = (call: GatewayCall) => Promise<CallResult>;

/** One thought about a call: lets it pass on, changed or not, answers itself, or refuses. */
export type Stage = (call: GatewayCall, next: Next) => Promise<CallResult>;

/** Says no. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Stable and documented: `gateway/role`, `gateway/pin`, `gateway/limit` ... */
  readonly rule: string;
  /** When asking again may help, in seconds from now. */
  readonly retryAfter?: number;

  /** @param message for whoever called: what is not let pass, why, and what to do */
  constructor(rule: string, message: string, retryAfter?: number) {
    super(message);
    this.rule = rule;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}
