import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import { REFUSED_BY } from '../../controlPlane/access/guard.ts';
import type { Json } from '../connection/raw.ts';
import { Refusal } from '../policy/call.ts';

/** Says of a refusal in how many seconds asking again may help. */
const RETRY_AFTER = 'heady.systems/retryAfter';

/**
 * What a client is answered where a server was not asked, or did not answer. Of a tool it is a result, so that the
 * model that called it reads it, of anything else an error. What a server itself answered passes as it is.
 */
export function answerOf(error: unknown, method: string): Json {
  if (error instanceof ProtocolError) throw error;
  const text = textOf(error);
  const why = error instanceof Refusal ? markOf(error) : undefined;
  if (method === 'tools/call') {
    return { isError: true, content: [{ type: 'text', text }], ...(why ? { _meta: why } : {}) };
  }
  throw new ProtocolError(
    why ? ProtocolErrorCode.InvalidRequest : ProtocolErrorCode.InternalError,
    text,
    why,
  );
}

function textOf(error: unknown): string {
  if (error instanceof Refusal) return `Refused by ${error.rule}. ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

function markOf({ rule, retryAfter }: Refusal): Json {
  return { [REFUSED_BY]: rule, ...(retryAfter === undefined ? {} : { [RETRY_AFTER]: retryAfter }) };
}
