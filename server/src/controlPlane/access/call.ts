import { randomUUID } from 'node:crypto';
import type { CallToolResult, InputRequiredResult, ServerContext } from '@modelcontextprotocol/server';
import { correlationOf, type Principal } from './principal.ts';
import type { Role } from './roles.ts';

/** A call of a tool or a read of a resource that the guard let pass, or is about to refuse. */
export interface Call {
  /** Name of the tool, URI template of the resource. */
  action: string;
  principal: Principal;
  /** The one that was decisive; absent: none of the principal's is enough. */
  role?: Role;
  /** Ties together what one request leads to, here and in logs. */
  correlation: string;
  /** Aborted once whoever called gives up. */
  signal: AbortSignal;
  /** A person said yes to this very call. */
  approved?: true;
  /**
   * Of a tool that asks itself: asks for approval. The tool calls it wherever the table, or what it does, needs one.
   *
   * @param message for the person who decides: what would happen
   * @returns what to answer instead of going ahead, a question or a refusal; undefined: it was approved
   */
  approve?: (message: string) => Promise<CallToolResult | InputRequiredResult | undefined>;
}

const calls = new WeakMap<ServerContext, Call>();

/** Notes what a request is about, for whoever answers it. */
export function openCall(context: ServerContext, call: Omit<Call, 'correlation' | 'signal'>): Call {
  const correlation = correlationOf(context.http?.authInfo) ?? randomUUID();
  const opened = { ...call, correlation, signal: context.mcpReq.signal };
  calls.set(context, opened);
  return opened;
}

/** @throws where the guard was passed by: nobody would answer for what is done */
export function callOf(context: ServerContext): Call {
  const call = calls.get(context);
  if (!call) throw new Error('This call did not come through the guard.');
  return call;
}
