import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CancellationToken, CancellationTokenSource } from 'vscode-languageserver/node';
import type { ServerContents } from '../../../server/src/protocol/gatewayOverview.ts';
import {
  type QuestionAnswer,
  QuestionMethods,
  type QuestionParams,
} from '../../../server/src/protocol/gatewayQuestions.ts';
import { LspClient } from './lspClient.ts';
import { WorkspaceFolder } from './workspaceFolder.ts';

const EVERYTHING = fileURLToPath(
  import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
);
const WAIT = { timeout: 120_000, interval: 50 };

/** So long a call may take: enough on a busy machine, and less than the slowest person here needs to answer. */
const TIMEOUT_MS = 8_000;

const manifest = JSON.stringify({
  apiVersion: 'heady.systems/v1',
  kind: 'McpServer',
  metadata: { name: 'everything', tags: { Owner: 'team-platform' } },
  spec: {
    transport: 'stdio',
    command: process.execPath,
    args: [EVERYTHING, 'stdio'],
    environments: ['dev'],
    timeoutMs: TIMEOUT_MS,
  },
});

async function editorOn(
  workspace: WorkspaceFolder,
  questions?: ('form' | 'url' | 'sampling')[],
): Promise<LspClient> {
  const client = await LspClient.start({
    folders: [workspace.uri],
    environment: { HEADY_STATE_DIR: workspace.path, XDG_CACHE_HOME: workspace.path },
    ...(questions ? { options: { questions } } : {}),
  });
  await client.indexed();
  return client;
}

const call = (client: LspClient, name: string, args: object = {}) =>
  client.request<{ content: { text: string }[] }>('heady/gateway/callTool', { name, arguments: args });

const textOf = ({ content }: { content: { text: string }[] }) => content.map(({ text }) => text).join('\n');

const toolsOf = async (client: LspClient) => {
  const { tools } = await client.request<ServerContents>('heady/gateway/contents', { server: 'everything' });
  return tools.map(({ name }) => name);
};

describe('an editor that puts questions to people', () => {
  let workspace: WorkspaceFolder;
  let client: LspClient;
  let answer: (
    question: QuestionParams,
    token: CancellationToken,
  ) => Promise<QuestionAnswer> | QuestionAnswer;
  const asked: QuestionParams[] = [];

  beforeAll(async () => {
    workspace = new WorkspaceFolder({ 'everything.heady.json': manifest });
    client = await editorOn(workspace, ['form', 'url', 'sampling']);
    client.connection.onRequest(QuestionMethods.ask, async (question: QuestionParams, token) => {
      asked.push(question);
      return await answer(question, token);
    });
    // What it takes to start the server is not a call's.
    await vi.waitFor(
      async () => expect(await toolsOf(client)).toContain('trigger-elicitation-request'),
      WAIT,
    );
  });
  afterEach(() => {
    asked.length = 0;
  });
  afterAll(async () => {
    await client.stop();
    workspace[Symbol.dispose]();
  });

  it('is asked by a tool that works for it, who asks and what for, and its answer reaches the tool', async () => {
    answer = () => ({ result: { action: 'accept', content: { name: 'Ada', check: true } } });
    const result = await call(client, 'trigger-elicitation-request');
    expect(asked).toMatchObject([
      {
        kind: 'form',
        asker: { server: 'everything', item: 'trigger-elicitation-request' },
        params: { requestedSchema: { properties: { email: { format: 'email' } } } },
      },
    ]);
    expect(asked[0]?.params).not.toHaveProperty('_meta');
    expect(textOf(result)).toContain('- Name: Ada');
  });

  it.each(['decline', 'cancel'])('tells the tool of "%s" as what it is', async (action) => {
    answer = () => ({ result: { action } });
    expect(textOf(await call(client, 'trigger-elicitation-request'))).toContain(`"action": "${action}"`);
  });

  it('is asked to open a page, with the whole address', async () => {
    answer = () => ({ result: { action: 'accept' } });
    const url = 'https://example.org/login?state=1%2F2';
    await call(client, 'trigger-url-elicitation', { url });
    expect(asked).toMatchObject([
      { kind: 'url', asker: { server: 'everything', item: 'trigger-url-elicitation' }, params: { url } },
    ]);
  });

  it('lends its language model, or says why not', async () => {
    answer = () => ({
      result: { role: 'assistant', content: { type: 'text', text: 'Forty-two.' }, model: 'deep-thought' },
    });
    const answered = await call(client, 'trigger-sampling-request', { prompt: 'why?', maxTokens: 7 });
    expect(textOf(answered)).toContain('Forty-two.');
    expect(asked).toMatchObject([{ kind: 'sampling', params: { maxTokens: 7 } }]);
    answer = () => ({ refused: 'This editor has no language model.' });
    const refused = await call(client, 'trigger-sampling-request', { prompt: 'why?', maxTokens: 7 });
    expect(textOf(refused)).toContain('This editor has no language model.');
  });

  it('lets no time pass for the call while a person thinks', async () => {
    answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS + 500));
      return { result: { action: 'decline' } };
    };
    expect(textOf(await call(client, 'trigger-elicitation-request'))).toContain('"action": "decline"');
  });

  it('closes the question when nobody waits for the call any more', async () => {
    const closed = vi.fn();
    answer = (_, token) =>
      new Promise((resolve) => {
        token.onCancellationRequested(() => {
          closed();
          resolve({ result: { action: 'cancel' } });
        });
      });
    const source = new CancellationTokenSource();
    const params = { name: 'trigger-elicitation-request', arguments: {} };
    const calling = client.connection.sendRequest('heady/gateway/callTool', params, source.token);
    calling.catch(() => {});
    await vi.waitFor(() => expect(asked).toHaveLength(1), WAIT);
    source.cancel();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce(), WAIT);
    await expect(calling).rejects.toThrow();
  });

  it('tells servers of its folders without asking anybody', async () => {
    expect(textOf(await call(client, 'get-roots-list'))).toContain(workspace.uri);
    expect(asked).toEqual([]);
  });
});

it('an editor that did not say it can is not asked, and tools that need it are not offered', async () => {
  const workspace = new WorkspaceFolder({ 'everything.heady.json': manifest });
  const client = await editorOn(workspace);
  try {
    // A server that takes its time is listed once it has.
    await expect.poll(() => toolsOf(client), WAIT).toContain('echo');
    const tools = await toolsOf(client);
    expect(tools).not.toContain('trigger-elicitation-request');
    expect(tools).not.toContain('trigger-sampling-request');
  } finally {
    await client.stop();
    workspace[Symbol.dispose]();
  }
});
