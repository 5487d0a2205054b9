import { SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { ServerBusy } from '../../catalog/controlPlane/serverBusy.ts';
import { Refusal } from '../policy/call.ts';
import { causesOf } from '../policy/unanswered.ts';
import { DialError } from '../transports/dialError.ts';
import { HttpStatus } from '../transports/httpStatus.ts';
import type { Way } from '../transports/open.ts';
import { Unreachable } from '../transports/plainErrors.ts';
import type { Upstream } from '../upstream.ts';

/**
 * Why a server cannot be reached, in words for people: the first thing that went wrong, rather than what others made of
 * it, and what its process said last where it is one.
 */
export function explained(error: Error, upstream: Upstream, way: Way): Error {
  const first = causesOf(error);
  const own = first.find((each) => each instanceof Refusal || each instanceof ServerBusy);
  if (own) return own;
  return new Error(`${way.hidden(wordsOf(first, upstream))}${lastSaid(way)}`, { cause: error });
}

/** Why a request failed, which may repeat a secret that the server was given: that is hidden. */
export function failureOf(error: unknown, way: Way): unknown {
  if (error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed)
    return new Error(`It ended before it answered.${lastSaid(way)}`, { cause: error });
  if (error instanceof Error) error.message = way.hidden(error.message);
  return error;
}

/** What a server's process said last, to be appended to a sentence. */
export function lastSaid({ lastLines }: Way): string {
  const last = lastLines?.().findLast((line) => line.trim() !== '');
  return last === undefined ? '' : ` It last said: ${last.trim()}`;
}

function wordsOf(errors: readonly Error[], upstream: Upstream): string {
  const known = errors.find((each) => each instanceof DialError || each instanceof Unreachable);
  const answer = errors.find((each) => each instanceof SdkHttpError || each instanceof HttpStatus);
  if (known) return known.message;
  if (answer?.status === 401) return unauthorizedWords(upstream);
  const [first, last] = [errors[0], errors.at(-1)];
  const code = first instanceof SdkError ? first.code : undefined;
  const isRight = 'Is its URL the right one?';
  if (upstream.transport === 'stdio') {
    return code === SdkErrorCode.ConnectionClosed ? 'It ended before it answered.' : (first?.message ?? '');
  }
  if (answer?.status !== undefined && answer.status < 400) {
    return `It redirects elsewhere (HTTP ${answer.status}), which is followed within its own origin only. If it is there now, correct its URL.`;
  }
  if (answer) return `It answers HTTP ${answer.status}, and not as an MCP server does. ${isRight}`;
  return code === SdkErrorCode.EraNegotiationFailed
    ? `It does not answer as an MCP server does: ${last?.message}. ${isRight}`
    : (first?.message ?? '');
}

function unauthorizedWords({ headers = {}, origin }: Upstream): string {
  const stated = Object.keys(headers).find((name) => name.toLowerCase() === 'authorization');
  if (origin.kind === 'controlPlane') {
    const how = stated === undefined ? 'It lets nobody in without a token' : 'It does not take the token';
    return `${how} (HTTP 401). Sign in to the environment in the editor; elsewhere set HEADY_TOKEN and say --control-plane.`;
  }
  if (stated === undefined) return 'It lets nobody in without a token (HTTP 401).';
  const where =
    origin.kind === 'manifest' ? `spec.headers.${stated} of its manifest` : `its header ${stated}`;
  return `It does not take what ${where} says (HTTP 401). Is the variable that it names the right one, and not past its time?`;
}
