import { createHmac } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { plainText } from './plainText.ts';
import type { Identify } from './principal.ts';

/** For how long a person's yes may be used, in seconds. */
const LIFETIME = 600;

const QUESTION = 'approval';
const answerSchema = z.object({
  approve: z.boolean().describe('Whether this very call may go ahead'),
});

/** What is sealed in the state that travels with the question: a yes is good for that call alone. */
interface AskedFor {
  call: string;
}

/** What is to be approved. */
export interface Approvable {
  tool: string;
  args: unknown;
  /** For the person who decides: what would happen. */
  message: string;
}

export type ApprovalState =
  | { state: 'approved' }
  | { state: 'declined' }
  | { state: 'cannot ask' }
  | { state: 'ask'; question: InputRequiredResult };

/** Asks people to approve single calls, through their client: as an input the result requires (2026) or elicitation (2025). */
export class Approvals {
  readonly #key: Uint8Array;
  readonly #codec: RequestStateCodec<AskedFor>;

  /** @param key at least 32 bytes; nodes that share it accept each other's questions */
  constructor(key: Uint8Array, identify: Identify) {
    this.#key = key;
    this.#codec = createRequestStateCodec<AskedFor>({
      key,
      ttlSeconds: LIFETIME,
      bind: (context) => identify(context).subject,
    });
  }

  /** To be the server's `requestState.verify`: what comes back is only believed with our seal, from whom we asked. */
  readonly verify = (state: string, context: ServerContext): Promise<AskedFor> =>
    this.#codec.verify(state, context);

  /** How it stands with a call: whether it was approved, or the question that has to be asked first. */
  async stateOf(
    { tool, args, message }: Approvable,
    server: McpServer,
    context: ServerContext,
  ): Promise<ApprovalState> {
    const call = this.#digest(tool, args);
    const asked = context.mcpReq.requestState<AskedFor>();
    if (asked?.call === call) {
      const answer = inputResponse(context.mcpReq.inputResponses, QUESTION);
      const content = acceptedContent(context.mcpReq.inputResponses, QUESTION, answerSchema);
      if (content?.approve) return { state: 'approved' };
      if (answer.kind === 'elicit') return { state: 'declined' };
    }
    if (!canAsk(server, context)) return { state: 'cannot ask' };
    const elicitation = { message: plainText(message, 500), requestedSchema: answerSchema };
    const question = inputRequired({
      inputRequests: { [QUESTION]: inputRequired.elicit(elicitation) },
      requestState: await this.#codec.mint({ call }, context),
    });
    return { state: 'ask', question };
  }

  /** Keyed, as it travels with the question: nobody shall find out secret arguments by trying. */
  #digest(tool: string, args: unknown): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify(['call', tool, args]))
      .digest('base64url');
  }
}

function canAsk(server: McpServer, { mcpReq }: ServerContext): boolean {
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  const declared = envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities();
  return (declared as ClientCapabilities | undefined)?.elicitation !== undefined;
}
