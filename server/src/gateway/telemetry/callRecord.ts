import { plainText } from '../../controlPlane/access/plainText.ts';
import type { Role } from '../../controlPlane/access/roles.ts';
import type { Environment } from '../../manifest/document.ts';
import type { GatewayCall } from '../policy/call.ts';
import { type ArgumentTraces, argumentTraces } from './callArguments.ts';
import type { EndedCall, Outcome } from './endedCall.ts';

/** What is kept of a call. Nothing of it is what somebody said to a server, or a server to them. */
export interface CallRecord {
  /** When it ended, as ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly roles: readonly Role[];
  readonly workspace?: string;
  readonly environment: Environment;
  readonly server: string;
  readonly method: GatewayCall['method'];
  /** Name of the tool or prompt; URI of the resource, without its query. */
  readonly item: string;
  readonly outcome: Outcome;
  /** Of a refusal. */
  readonly rule?: string;
  readonly milliseconds: number;
  readonly arguments: ArgumentTraces;
  readonly correlation: string;
  /** W3C trace id, where the client sent one. */
  readonly trace?: string;
}

/** `00-<trace id>-<parent id>-<flags>`, as W3C Trace Context has it. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

export function recordOf({ call, outcome, rule, milliseconds }: EndedCall, at: Date): CallRecord {
  const { principal, environment, upstream, method, correlation, params } = call;
  const trace = TRACEPARENT.exec(
    String((params._meta as { traceparent?: unknown } | undefined)?.traceparent),
  )?.[1];
  return {
    at: at.toISOString(),
    actor: plainText(principal.subject),
    roles: principal.roles,
    ...(principal.workspace === undefined ? {} : { workspace: plainText(principal.workspace) }),
    environment,
    server: upstream.name,
    method,
    item: plainText(itemOf(call)),
    outcome,
    ...(rule === undefined ? {} : { rule }),
    milliseconds: Math.round(milliseconds * 1_000) / 1_000,
    arguments: argumentTraces(call),
    correlation: plainText(correlation),
    ...(trace === undefined ? {} : { trace }),
  };
}

/** What stands in the query of a URI, or before its host, may be secret. */
function itemOf({ method, item, definition }: GatewayCall): string {
  if (method === 'tools/call' || method === 'prompts/get' || definition) return item;
  return item.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
