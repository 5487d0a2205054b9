import {
  type CallToolResult,
  type CompleteRequest,
  type InputRequiredResult,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type RegisteredTool,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { REFUSED_BY } from '../../catalog/controlPlane/contract.ts';
import type { Auditor } from '../audit/auditor.ts';
import type { QuotaStore } from '../store/limitStore.ts';
import { wrapHandlers } from '../wrapHandlers.ts';
import { PROMPT_ACCESS, RESOURCE_ACCESS, TOOL_ACCESS } from './accessTable.ts';
import type { Approvals } from './approval.ts';
import { type Call, openCall } from './call.ts';
import { type Decision, decidePrompt, decideResource, decideTool } from './decide.ts';
import { administrationLimits, type Limits, limitMessage, ruleOf } from './limits.ts';
import { plainText } from './plainText.ts';
import type { Identify, Principal } from './principal.ts';
import { takeRate } from './rateLimiter.ts';

/** How a call ended; `asked`: with a question whether it may go ahead. */
export type CallOutcome = 'done' | 'failed' | 'asked' | 'refused';

/** Told of every call and read that ended. */
export type ObserveCall = (call: {
  /** Name of the tool or prompt, URI template of the resource. */
  what: string;
  outcome: CallOutcome;
  seconds: number;
  principal: Principal;
  /** Of a refusal. */
  rule?: string;
}) => void;

export interface Guard {
  identify: Identify;
  approvals: Approvals;
  /** Told of what was refused or failed; what is done the tools themselves tell. */
  auditor: Auditor;
  quotas: QuotaStore;
  limits: Limits;
  observe: ObserveCall;
}

export { REFUSED_BY };

type Tool = (...args: unknown[]) => Promise<CallToolResult | InputRequiredResult>;
type ToolConfig = { annotations?: { readOnlyHint?: boolean } };
type Read = (uri: URL, ...rest: unknown[]) => Promise<unknown>;
type Prompt = (...args: unknown[]) => Promise<unknown>;

/**
 * Puts the access table in front of every tool, resource and prompt that will be registered on this server, and of what
 * completes their arguments: the one place where it is decided who may do what. What has no row in the table cannot be
 * registered at all.
 */
export function guardServer(server: McpServer, guard: Guard): void {
  const registerTool = server.registerTool.bind(server) as (
    name: string,
    config: object,
    run: Tool,
  ) => RegisteredTool;
  server.registerTool = ((name: string, config: ToolConfig, run: Tool) => {
    if (!TOOL_ACCESS[name]) throw new Error(`The access table has no row for the tool ${name}.`);
    const changes = config.annotations?.readOnlyHint !== true;
    return registerTool(name, config, guardedTool(server, guard, { name, changes }, run));
  }) as McpServer['registerTool'];

  const registerResource = server.registerResource.bind(server) as (
    name: string,
    uri: unknown,
    config: object,
    read: Read,
  ) => never;
  server.registerResource = ((
    name: string,
    uri: string | { uriTemplate: object },
    config: object,
    read: Read,
  ) => {
    const row = typeof uri === 'string' ? uri : uri.uriTemplate.toString();
    if (!RESOURCE_ACCESS[row]) throw new Error(`The access table has no row for the resource ${row}.`);
    return registerResource(name, uri, config, guardedRead(guard, row, read));
  }) as McpServer['registerResource'];

  const registerPrompt = server.registerPrompt.bind(server) as (
    name: string,
    config: object,
    run: Prompt,
  ) => never;
  server.registerPrompt = ((name: string, config: object, run: Prompt) => {
    if (!PROMPT_ACCESS[name]) throw new Error(`The access table has no row for the prompt ${name}.`);
    return registerPrompt(name, config, guardedPrompt(guard, name, run));
  }) as McpServer['registerPrompt'];

  wrapHandlers(server, {
    'completion/complete': (complete) => (request, context) => {
      const { ref } = request.params as CompleteRequest['params'];
      const principal = guard.identify(context);
      const decision =
        ref.type === 'ref/prompt' ? decidePrompt(principal, ref.name) : decideResource(principal, ref.uri);
      if (decision.grant !== 'yes') throw refusalError(decision);
      return complete(request, context);
    },
  });
}

/** @throws {ProtocolError} where whoever asks may not read it, nor be told of its changes */
export function mayRead(principal: Principal, uri: string): void {
  const decision = decideResource(principal, uri);
  if (decision.grant !== 'yes') throw refusalError(decision);
}

function guardedTool(
  server: McpServer,
  guard: Guard,
  { name, changes }: { name: string; changes: boolean },
  run: Tool,
): Tool {
  return async (...given) => {
    const context = given.at(-1) as ServerContext;
    const args = given.length > 1 ? given[0] : {};
    const principal = guard.identify(context);
    const stop = stopwatch(guard, name, principal);
    let settled: [CallOutcome, rule?: string] | undefined;
    const end = (outcome: CallOutcome) => stop(...(settled ?? [outcome]));
    const decision = decideTool(principal, name, args);
    const call = openCall(context, callBy(principal, name, decision));
    const refuse = async ({ rule, message }: Pick<Decision, 'rule' | 'message'>) => {
      settled = ['refused', rule];
      await guard.auditor.record(call, { ...targetOf(args), outcome: 'refused', details: { rule } });
      return refusal(rule, message);
    };
    const approve = async (message: string) => {
      const approval = await guard.approvals.stateOf({ tool: name, args, message }, server, context);
      if (approval.state === 'ask') {
        settled = ['asked'];
        return approval.question;
      }
      if (approval.state !== 'approved')
        return await refuse({ ...decision, message: NOT_APPROVED[approval.state] });
      call.approved = true;
      return undefined;
    };
    const keptOut = async () => {
      if (decision.grant === 'no') return await refuse(decision);
      if (decision.administration) {
        const reached = await takeRate(guard.quotas, administrationLimits(principal, guard.limits));
        if (reached) return await refuse({ rule: ruleOf(reached), message: limitMessage(reached) });
      }
      const asks = `${plainText(principal.subject)} asks for ${name} in ${decision.scope}: `;
      if (decision.asksItself) call.approve = (what) => approve(`${asks}${what}. Approve?`);
      else if (decision.grant === 'approval') return await approve(`${asks}${subjectOf(args)}. Approve?`);
      return undefined;
    };
    try {
      const answer = await keptOut();
      if (answer) {
        end('done');
        return answer;
      }
      const result = await run(...given);
      end('isError' in result && result.isError ? 'failed' : 'done');
      return result;
    } catch (error) {
      end('failed');
      // Where the log cannot be written either, the error that is about to be thrown says so.
      if (changes) await guard.auditor.record(call, { ...targetOf(args), outcome: 'failed' }).catch(() => {});
      throw error;
    }
  };
}

function callBy(
  principal: Principal,
  action: string,
  { role }: Decision,
): Omit<Call, 'correlation' | 'signal'> {
  return { action, principal, ...(role === undefined ? {} : { role }) };
}

function guardedRead(guard: Guard, row: string, read: Read): Read {
  return async (uri, ...rest) => {
    const context = rest.at(-1) as ServerContext;
    const decide = (principal: Principal) => decideResource(principal, uri.href);
    return await whereGranted(guard, context, { row, decide, target: uri.href }, () => read(uri, ...rest));
  };
}

function guardedPrompt(guard: Guard, row: string, run: Prompt): Prompt {
  return async (...given) => {
    const context = given.at(-1) as ServerContext;
    const decide = (principal: Principal) => decidePrompt(principal, row);
    return await whereGranted(guard, context, { row, decide }, () => run(...given));
  };
}

/** What is to be looked at, and by whom. */
interface Look {
  row: string;
  decide(principal: Principal): Decision;
  target?: string;
}

/** @throws {ProtocolError} for a refusal */
async function whereGranted<T>(
  guard: Guard,
  context: ServerContext,
  { row, decide, ...target }: Look,
  look: () => Promise<T>,
): Promise<T> {
  const principal = guard.identify(context);
  const end = stopwatch(guard, row, principal);
  const decision = decide(principal);
  const call = openCall(context, callBy(principal, row, decision));
  if (decision.grant !== 'yes') {
    const { rule } = decision;
    end('refused', rule);
    await guard.auditor.record(call, { ...target, outcome: 'refused', details: { rule } });
    throw refusalError(decision);
  }
  try {
    const result = await look();
    end('done');
    return result;
  } catch (error) {
    end('failed');
    throw error;
  }
}

const NOT_APPROVED = {
  declined: 'It needs approval, and that was not given.',
  'cannot ask':
    'It needs approval, and this client cannot ask for it: use one that supports elicitation, over a connection that lets the server ask.',
};

function refusal(rule: string, message: string): CallToolResult {
  const text = `Refused by ${rule}. ${message}`;
  return { isError: true, content: [{ type: 'text', text }], _meta: { [REFUSED_BY]: rule } };
}

function refusalError({ rule, message }: Decision): ProtocolError {
  const text = `Refused by ${rule}. ${message}`;
  return new ProtocolError(ProtocolErrorCode.InvalidRequest, text, { [REFUSED_BY]: rule });
}

interface Named {
  kind?: unknown;
  name?: unknown;
}

/** What a call is about, for whoever approves it or reads of it later: kind and name, its own or of its manifest. */
function subjectOf(args: unknown): string {
  const { manifest, ...own } = args as Named & { manifest?: { kind?: unknown; metadata?: Named } };
  const { kind = manifest?.kind, name = manifest?.metadata?.name } = own;
  return plainText([kind, name].filter((part) => typeof part === 'string').join(' '));
}

function targetOf(args: unknown): { target?: string } {
  const target = subjectOf(args);
  return target ? { target } : {};
}

function stopwatch(guard: Guard, what: string, principal: Principal) {
  const began = performance.now();
  return (outcome: CallOutcome, rule?: string) => {
    const seconds = (performance.now() - began) / 1_000;
    guard.observe({ what, outcome, seconds, principal, ...(rule === undefined ? {} : { rule }) });
  };
}
