import { ProtocolError, SdkHttpError } from '@modelcontextprotocol/client';
import { ServerBusy } from '../../catalog/controlPlane/serverBusy.ts';
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

/** A server answered, over HTTP, that it will not do what was asked, however often it is asked (4xx). */
export class Declined extends Error {
  override readonly name = 'Declined';
}

/** Of 4xx, what says that asking again may help: the server did not get all of it, or in time. */
const PASSING: readonly number[] = [408, 425, 429];

/**
 * What went wrong between the gateway and a server, as {@link Unanswered}; an answer that the server gave, if only to
 * say no, and the end of a call that the caller or the clock ended, stay as they are.
 */
export function unansweredOf(error: unknown, signal: AbortSignal, isSent: boolean): unknown {
  if (error instanceof ProtocolError || error instanceof Unanswered || error instanceof TimedOut)
    return error;
  const causes = causesOf(error);
  const refusal = causes.find((each) => each instanceof Refusal);
  if (refusal || signal.aborted) return refusal ?? error;
  const busy = causes.find((each) => each instanceof ServerBusy);
  // It says so before it does anything.
  if (busy) return new Unanswered(busy, false);
  const status = statusOf(error);
  const isDeclined = status !== undefined && status >= 400 && status < 500 && !PASSING.includes(status);
  return isDeclined
    ? new Declined((error as Error).message, { cause: error })
    : new Unanswered(error, isSent);
}

function statusOf(error: unknown): number | undefined {
  return error instanceof SdkHttpError ? error.status : undefined;
}

/** An error, what caused it, what caused that. */
export function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}
