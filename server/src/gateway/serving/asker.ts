import { ASKER, type Asker } from '../../protocol/gatewayQuestions.ts';
import type { Message } from '../connection/caller.ts';
import type { Json } from '../connection/raw.ts';
import type { GatewayCall } from '../policy/call.ts';
import type { Exchange } from './exchange.ts';

/**
 * The exchange of a call in which each question says which server asks it, for a client that shows that to people. A
 * question is over when its call is.
 */
export function signed(
  exchange: Exchange,
  { upstream, item, signal }: Pick<GatewayCall, 'upstream' | 'item' | 'signal'>,
): Exchange {
  return {
    ...exchange,
    ask: (request, asked) =>
      exchange.ask(signedBy({ server: upstream.name, item }, request), AbortSignal.any([asked, signal])),
  };
}

/** The request with who asks in its `_meta`, whatever the server says there. */
export function signedBy(asker: Asker, { method, params }: Message): Message {
  return { method, params: { ...params, _meta: { ...(params?._meta as Json | undefined), [ASKER]: asker } } };
}
