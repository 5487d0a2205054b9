import { ProtocolError } from '@modelcontextprotocol/client';
import { ServerBusy } from '../../catalog/controlPlane/serverBusy.ts';
import type { CallEnd, Settle } from '../resilience/breaker.ts';
import type { Balancer, Replica } from '../routing/balancer.ts';
import type { Upstream } from '../upstream.ts';
import { abortable } from './abortable.ts';
import { type CallResult, type GatewayCall, type Next, Refusal, type Stage } from './call.ts';
import { Declined, TimedOut, Unanswered } from './unanswered.ts';

/**
 * Decides which replica is asked, and learns from how that ends. Where a replica cannot even be reached nothing was asked
 * of it, so that another one is.
 */
export function balance(balancer: Balancer): Stage {
  return async (call, next) => {
    const tried = new Set<string>();
    let unreached: Unanswered | undefined;
    for (;;) {
      const replica = balancer.choose(call.upstream, call.held, tried);
      const settle = replica?.breaker.enter();
      if (!replica || !settle) {
        throw unreached && !isBusy(unreached) ? unreached : nobodyRefusal(call.upstream, balancer);
      }
      try {
        return await ask(call, next, replica, settle);
      } catch (error) {
        if (!(error instanceof Unanswered) || error.isSent) throw error;
        if (isBusy(error)) balancer.spare(replica, error.cause.retryAfter);
        tried.add(replica.url);
        unreached = error;
      }
    }
  };
}

async function ask(call: GatewayCall, next: Next, replica: Replica, settle: Settle): Promise<CallResult> {
  replica.outstanding++;
  try {
    const result = await abortable(next({ ...call, replica: replica.url }), call.signal);
    settle('succeeded');
    return result;
  } catch (error) {
    const end = endOf(error);
    if (end === 'failed') replica.lastFailure = (error as Error).message;
    settle(end);
    throw error;
  } finally {
    replica.outstanding--;
  }
}

/** Tools that fail are the server's answer; a call that was cancelled says nothing of it. */
function endOf(error: unknown): CallEnd {
  if (error instanceof ProtocolError || error instanceof Declined) return 'succeeded';
  // It is there, and says when it is to be asked again.
  if (isBusy(error)) return 'unknown';
  return error instanceof Unanswered || error instanceof TimedOut ? 'failed' : 'unknown';
}

function isBusy(error: unknown): error is Unanswered & { readonly cause: ServerBusy } {
  return error instanceof Unanswered && error.cause instanceof ServerBusy;
}

/** What is said where no replica can be asked. */
function nobodyRefusal(upstream: Upstream, balancer: Balancer): Refusal {
  const { name } = upstream;
  const replicas = balancer.of(upstream);
  const seconds = (waits: readonly number[]) => Math.max(1, Math.ceil(Math.min(...waits) / 1_000));
  const pauses = replicas.map((each) => balancer.pauseOf(each)).filter((ms) => ms > 0);
  if (pauses.length > 0) {
    const retryAfter = seconds(pauses);
    const text = `"${name}" has too much to do. It asks to be asked again in ${retryAfter} s.`;
    return new Refusal('gateway/server-busy', text, retryAfter);
  }
  const retryAfter = seconds(replicas.map(({ breaker }) => breaker.waitMs));
  const last = replicas.find(({ lastFailure }) => lastFailure !== undefined)?.lastFailure;
  const why = last === undefined ? '' : ` It last failed so: ${last}`;
  const text = `"${name}" failed too often and is left alone for now. It is tried again in ${retryAfter} s.${why}`;
  return new Refusal('gateway/breaker-open', text, retryAfter);
}
