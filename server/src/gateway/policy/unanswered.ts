import { ProtocolError } from '@modelcontextprotocol/client';
import { Refusal } from './call.ts';

/** A server was asked, or was to be, and there is no answer of its own: it is not there, or was lost. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  /** It may have got the call, and done what was asked. */
  readonly isSent: boolean;

  constructor(cause: unknown, isSent: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.isSent = isSent;
  }
}

/** A server took longer than it may. It may have done, or still do, what was asked. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * What went wrong between the gateway and a server, as {@link Unanswered}; an answer that the server gave, if only to
 * say no, and the end of a call that the caller or the clock ended, stay as they are.
 */
export function unansweredOf(error: unknown, signal: AbortSignal, isSent: boolean): unknown {
  const isAnswer = error instanceof ProtocolError || error instanceof Refusal;
  if (isAnswer || error instanceof Unanswered || error instanceof TimedOut || signal.aborted) return error;
  return new Unanswered(error, isSent);
}
