import { basename } from 'node:path';
import {
  type Client,
  type ClientCapabilities,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/client';
import { CancellationTokenSource } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { isOnDisk } from '../../catalog/workspaceLoader.ts';
import {
  ASKER,
  type Asker,
  type QuestionAnswer,
  type QuestionKind,
  QuestionMethods,
  type QuestionParams,
} from '../../protocol/gatewayQuestions.ts';
import type { Session } from '../session.ts';

type Json = Readonly<Record<string, unknown>>;

/** As MCP has it for a person who does not want to. */
const REJECTED = -1;

/** What servers that work for the editor may ask of it: the folders always, all else where the editor can. */
export function capabilitiesOf({ options }: Pick<Session, 'options'>): ClientCapabilities {
  const kinds = kindsOf(options.questions);
  const elicitation = {
    ...(kinds.has('form') ? { form: {} } : {}),
    ...(kinds.has('url') ? { url: {} } : {}),
  };
  return {
    roots: { listChanged: true },
    ...(Object.keys(elicitation).length > 0 ? { elicitation } : {}),
    ...(kinds.has('sampling') ? { sampling: {} } : {}),
  };
}

/** Answers what servers ask: with the workspace's folders, or by asking the person at the editor. */
export function answerQuestions(client: Client, session: Session): void {
  client.fallbackRequestHandler = async ({ method, params }, { mcpReq: { signal } }) => {
    const asked = (params ?? {}) as Json;
    if (method === 'roots/list') return { roots: rootsOf(session) };
    const kind = kindOf(method, asked);
    if (!kind) throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
    if (!kindsOf(session.options.questions).has(kind))
      throw new ProtocolError(ProtocolErrorCode.InvalidRequest, 'This editor cannot ask its user that.');
    const answer = await relayed(session, questionOf(kind, asked), signal);
    if ('result' in answer) return answer.result as never;
    throw new ProtocolError(REJECTED, answer.refused);
  };
}

async function relayed(
  { connection }: Session,
  question: QuestionParams,
  signal: AbortSignal,
): Promise<QuestionAnswer> {
  const nobodyWaits = new CancellationTokenSource();
  const cancel = () => nobodyWaits.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await connection.sendRequest<QuestionAnswer>(QuestionMethods.ask, question, nobodyWaits.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    nobodyWaits.dispose();
  }
}

function kindsOf(questions: unknown): ReadonlySet<QuestionKind> {
  return new Set(Array.isArray(questions) ? questions : []);
}

function kindOf(method: string, { mode }: Json): QuestionKind | undefined {
  if (method === 'sampling/createMessage') return 'sampling';
  if (method !== 'elicitation/create') return undefined;
  return mode === 'url' ? 'url' : 'form';
}

function questionOf(kind: QuestionKind, { _meta, ...params }: Json): QuestionParams {
  const asker = (_meta as { readonly [ASKER]?: Asker } | undefined)?.[ASKER];
  return { kind, asker: asker ?? { server: 'An MCP server' }, params };
}

function rootsOf({ project }: Session): { uri: string; name: string }[] {
  return project.folders.filter(isOnDisk).map((uri) => ({ uri, name: basename(URI.parse(uri).fsPath) }));
}
