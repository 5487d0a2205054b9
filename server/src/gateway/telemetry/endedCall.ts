import { ProtocolError } from '@modelcontextprotocol/client';
import { type CallResult, type GatewayCall, Refusal } from '../policy/call.ts';
import { TimedOut, Unanswered } from '../policy/unanswered.ts';

/**
 * How a call ended. `asked`: the server wants something of the client first; `tool-error`: the tool says that it failed;
 * `error`: the server answered with an error; `unanswered`: it could not be reached, or was lost.
 */
export type Outcome =
  | 'done'
  | 'asked'
  | 'tool-error'
  | 'error'
  | 'unanswered'
  | 'timed-out'
  | 'refused'
  | 'cancelled';

export interface EndedCall {
  readonly call: GatewayCall;
  readonly outcome: Outcome;
  /** Of a refusal. */
  readonly rule?: string;
  /** How long it took, without the time in which the server waited for the client's answers, in milliseconds. */
  readonly milliseconds: number;
}

/** Told of every call that ended. Does not throw, and takes no time. */
export type Observer = (ended: EndedCall) => void;

/** What went wrong for whoever called; refusals did not. */
export function isError(outcome: Outcome): boolean {
  return (
    outcome === 'tool-error' || outcome === 'error' || outcome === 'unanswered' || outcome === 'timed-out'
  );
}

/** Whether a server was asked, so that the call says something of it. */
export function hasReached(outcome: Outcome): boolean {
  return outcome !== 'refused' && outcome !== 'cancelled';
}

export function outcomeOfResult({ isError: failed, resultType }: CallResult): Outcome {
  if (resultType === 'input_required') return 'asked';
  return failed === true ? 'tool-error' : 'done';
}

export function outcomeOfError(error: unknown, { signal }: GatewayCall): Pick<EndedCall, 'outcome' | 'rule'> {
  if (error instanceof Refusal) return { outcome: 'refused', rule: error.rule };
  if (error instanceof TimedOut) return { outcome: 'timed-out' };
  if (error instanceof ProtocolError) return { outcome: 'error' };
  if (signal.aborted) return { outcome: 'cancelled' };
  return { outcome: error instanceof Unanswered ? 'unanswered' : 'error' };
}
