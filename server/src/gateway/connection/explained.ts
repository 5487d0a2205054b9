import { SdkHttpError } from '@modelcontextprotocol/client';
import { Refusal } from '../policy/call.ts';
import { causesOf } from '../policy/unanswered.ts';
import { DialError } from '../transports/dial.ts';
import { HttpStatus } from '../transports/httpStatus.ts';
import type { Way } from '../transports/open.ts';
import { Unreachable } from '../transports/plainErrors.ts';
import { ServerBusy } from '../transports/serverBusy.ts';
import type { Upstream } from '../upstream.ts';

/**
 * Why a server cannot be reached, in words for people: the first thing that went wrong, rather than what others made of
 * it, and what its process said last where it is one.
 */
export function explained(error: Error, { headers = {} }: Upstream, { lastLines, hidden }: Way): Error {
  const first = causesOf(error);
  const own = first.find((each) => each instanceof Refusal || each instanceof ServerBusy);
  if (own) return own;
  const last = lastLines?.().findLast((line) => line.trim() !== '');
  const said = last === undefined ? '' : ` It last said: ${last.trim()}`;
  return new Error(`${hidden(wordsOf(first, headers))}${said}`, { cause: error });
}

function wordsOf(errors: readonly Error[], headers: Readonly<Record<string, string>>): string {
  const known = errors.find((each) => each instanceof DialError || each instanceof Unreachable);
  const answer = errors.find((each) => each instanceof SdkHttpError || each instanceof HttpStatus);
  if (known) return known.message;
  if (answer?.status === 401) {
    const stated = Object.keys(headers).find((name) => name.toLowerCase() === 'authorization');
    return stated === undefined
      ? 'It lets nobody in without a token (HTTP 401).'
      : `It does not take what spec.headers.${stated} of its manifest says (HTTP 401). Is the variable that it names the right one, and not past its time?`;
  }
  return errors[0]?.message ?? '';
}
