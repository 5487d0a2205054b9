import type { Pins } from '../pins/pins.ts';
import { authorize } from './authorize.ts';
import { balance } from './balance.ts';
import type { CallResult, GatewayCall, Next, Stage } from './call.ts';
import type { Governance } from './governance.ts';
import { limit } from './limits.ts';
import { observe } from './observe.ts';
import { pin } from './pin.ts';
import { retry } from './retry.ts';
import { timeout } from './timeout.ts';

/** Brings a call to a server, or refuses it. @param dispatch asks the server itself */
export type Chain = (call: GatewayCall, dispatch: Next) => Promise<CallResult>;

/** Every call passes these, in this order. */
export function policyChain(
  { observers, lock, quotas, limits, bulkheads, balancer }: Governance,
  pins?: Pins,
): Chain {
  return compose([
    observe(observers),
    authorize(lock),
    ...(pins ? [pin(pins)] : []),
    limit(quotas, limits),
    bulkheads.stage,
    timeout,
    retry(),
    balance(balancer),
  ]);
}

/** @param stages the first is the outermost */
export function compose(stages: readonly Stage[]): Chain {
  return (call, dispatch) => {
    const from = (index: number): Next => {
      const stage = stages[index];
      return stage ? (passed) => stage(passed, from(index + 1)) : dispatch;
    };
    return from(0)(call);
  };
}
