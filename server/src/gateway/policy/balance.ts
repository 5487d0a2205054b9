import { ProtocolError } from '@modelcontextprotocol/client';
import type { CallEnd, Settle } from '../resilience/breaker.ts';
import type { Balancer, Replica } from '../routing/balancer.ts';
import type { Upstream } from '../upstream.ts';
import { abortable } from './abortable.ts';
import { type CallResult, type GatewayCall, type Next, Refusal, type Stage } from './call.ts';
import { TimedOut, Unanswered } from './unanswered.ts';

/**
 * Decides which replica is asked, and learns from how that ends. Where a replica cannot even be reached nothing was asked
 * of it, so that another one is.
 */
export function balance(balancer: Balancer): Stage {
  return async (call, next) => {
    const tried = new Set<string>();
    let unreached: unknown;
    for (;;) {
      const replica = balancer.choose(call.upstream, call.held, tried);
      const settle = replica?.breaker.enter();
      if (!replica || !settle) throw unreached ?? openRefusal(call.upstream, balancer.of(call.upstream));
      try {
        return await ask(call, next, replica, settle);
      } catch (error) {
        if (!(error instanceof Unanswered) || error.isSent) throw error;
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
  if (error instanceof ProtocolError) return 'succeeded';
  return error instanceof Unanswered || error instanceof TimedOut ? 'failed' : 'unknown';
}

function openRefusal({ name }: Upstream, replicas: readonly Replica[]): Refusal {
  const seconds = Math.max(1, Math.ceil(Math.min(...replicas.map(({ breaker }) => breaker.waitMs)) / 1_000));
  const last = replicas.find(({ lastFailure }) => lastFailure !== undefined)?.lastFailure;
  const why = last === undefined ? '' : ` It last failed so: ${last}`;
  const text = `"${name}" failed too often and is left alone for now. It is tried again in ${seconds} s.${why}`;
  return new Refusal('gateway/breaker-open', text, seconds);
}
