import { randomBytes } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';

// Tools and a prompt of revision 2026-07-28 that answer with what they still need; the names are the conformance suite's.

/** What they ask goes with the client, signed, and comes back with its answer. */
export const requestState = createRequestStateCodec<{ round: number }>({ key: randomBytes(32) });

const answer = { type: 'text' as const, text: 'state-ok: everything is answered' };
const done = { content: [answer] };

const name = (message = 'What is your name?') => asked(message, { name: { type: 'string' } });
const confirmation = () => asked('Please confirm', { ok: { type: 'boolean' } });
const thought = () =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of France?' } }],
    maxTokens: 50,
  });

/** What each tool asks for, round by round. */
const ROUNDS: Readonly<Record<string, readonly InputRequests[]>> = {
  test_input_required_result_elicitation: [{ user_name: name() }],
  test_input_required_result_sampling: [{ capital_question: thought() }],
  test_input_required_result_list_roots: [{ client_roots: inputRequired.listRoots() }],
  test_input_required_result_request_state: [{ confirm: confirmation() }],
  test_input_required_result_tampered_state: [{ confirm: confirmation() }],
  test_input_required_result_multiple_inputs: [
    { user_name: name(), greeting: thought(), client_roots: inputRequired.listRoots() },
  ],
  test_input_required_result_multi_round: [{ step1: name('Step 1') }, { step2: name('Step 2') }],
  // A client that says nothing of sampling is not to be asked for it.
  test_missing_capability: [{ thought: thought() }],
  test_streaming_elicitation: [{ user_name: name() }],
};

export function registerAsking(server: McpServer): void {
  for (const [tool, rounds] of Object.entries(ROUNDS)) {
    server.registerTool(
      tool,
      { description: 'Asks before it answers' },
      async (context) => (await nextRound(rounds, context)) ?? done,
    );
  }
  server.registerTool(
    'test_input_required_result_capabilities',
    { description: 'Asks for what the client is capable of' },
    async (context) => {
      const envelope = context.mcpReq.envelope as Record<string, Record<string, unknown>> | undefined;
      const able = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {};
      const requests = {
        ...('elicitation' in able ? { value: name() } : {}),
        ...('sampling' in able ? { thought: thought() } : {}),
      };
      return (await nextRound(Object.keys(requests).length > 0 ? [requests] : [], context)) ?? done;
    },
  );
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks before it answers' },
    async (context) =>
      (await nextRound([{ user_name: name() }], context)) ?? {
        messages: [{ role: 'user' as const, content: answer }],
      },
  );
}

/** @returns what is still to be asked, if anything */
async function nextRound(
  rounds: readonly InputRequests[],
  { mcpReq }: ServerContext,
): Promise<InputRequiredResult | undefined> {
  const at = mcpReq.requestState<{ round: number }>()?.round ?? 0;
  const wanted = Object.keys(rounds[at] ?? {});
  const answers = mcpReq.inputResponses ?? {};
  const next = wanted.every((key) => key in answers) ? at + 1 : at;
  const inputRequests = rounds[next];
  return (
    inputRequests && inputRequired({ inputRequests, requestState: await requestState.mint({ round: next }) })
  );
}

function asked(message: string, properties: Readonly<Record<string, object>>) {
  const requestedSchema = { type: 'object' as const, properties, required: Object.keys(properties) };
  return inputRequired.elicit({ message, requestedSchema: requestedSchema as never });
}
