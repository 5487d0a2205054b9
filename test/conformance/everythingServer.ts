import { setTimeout } from 'node:timers/promises';
import {
  completable,
  fromJsonSchema,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  McpServer,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { registerAsking, requestState } from './everythingAsks.ts';

// What the conformance suite calls by name; the names and texts are the suite's.

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';
const PAUSE = 50;

const text = (content: string) => ({ type: 'text' as const, text: content });
const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' };
const user = <T>(content: T) => ({ role: 'user' as const, content });

/** A server with everything that the conformance suite asks for. */
export function everythingServer(): McpServer {
  const server = new McpServer(
    { name: 'everything', version: '1' },
    {
      capabilities: { logging: {}, tools: {}, prompts: {}, resources: { subscribe: true }, completions: {} },
      requestState: { verify: requestState.verify },
    },
  );
  registerContentTools(server);
  registerTalkingTools(server);
  registerAsking(server);
  registerResources(server);
  registerPrompts(server);
  return server;
}

function registerContentTools(server: McpServer): void {
  const answering = (name: string, content: object[]) =>
    server.registerTool(name, { description: `Answers with ${name}` }, () => ({ content: content as never }));
  answering('test_simple_text', [text('This is a simple text response for testing.')]);
  answering('test_image_content', [image]);
  answering('test_audio_content', [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }]);
  const embedded = {
    uri: 'test://embedded-resource',
    mimeType: 'text/plain',
    text: 'This is an embedded resource content.',
  };
  answering('test_embedded_resource', [{ type: 'resource', resource: embedded }]);
  const mixed = {
    uri: 'test://mixed-content-resource',
    mimeType: 'application/json',
    text: '{"test":"data","value":123}',
  };
  answering('test_multiple_content_types', [
    text('Multiple content types test:'),
    image,
    { type: 'resource', resource: mixed },
  ]);
  server.registerTool('test_error_handling', { description: 'Fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  const inputSchema = fromJsonSchema({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {
      address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } },
    },
    properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
    additionalProperties: false,
  });
  server.registerTool('json_schema_2020_12_tool', { description: 'Takes a schema', inputSchema }, () => ({
    content: [text('taken')],
  }));
}

/** Tools that say or ask something before they answer. */
function registerTalkingTools(server: McpServer): void {
  server.registerTool('test_tool_with_logging', { description: 'Logs' }, async ({ mcpReq }) => {
    for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await mcpReq.log('info', line);
      await setTimeout(PAUSE);
    }
    return { content: [text('logged')] };
  });
  server.registerTool('test_logging_tool', { description: 'Logs once' }, async ({ mcpReq }) => {
    await mcpReq.log('info', 'logged');
    return { content: [text('logged')] };
  });
  server.registerTool('test_tool_with_progress', { description: 'Reports progress' }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) {
        await mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: 100 },
        });
      }
      await setTimeout(PAUSE);
    }
    return { content: [text('done')] };
  });
  server.registerTool(
    'test_sampling',
    { description: 'Asks the model', inputSchema: z.object({ prompt: z.string() }) },
    ({ prompt }, context) => {
      const answer = inputResponse(context.mcpReq.inputResponses, 'sampling');
      if (answer.kind === 'sampling') {
        return { content: [text(`LLM response: ${JSON.stringify(answer.result.content)}`)] };
      }
      const params = { messages: [user(text(prompt))], maxTokens: 100 };
      return inputRequired({ inputRequests: { sampling: inputRequired.createMessage(params) } });
    },
  );
  const who = {
    username: { type: 'string', description: "User's response" },
    email: { type: 'string', description: "User's email address" },
  };
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the user', inputSchema: z.object({ message: z.string() }) },
    ({ message }, context) => elicited(context, 'User response:', message, who, ['username', 'email']),
  );
  server.registerTool('test_elicitation_sep1034_defaults', { description: 'Asks with defaults' }, (context) =>
    elicited(context, 'Elicitation completed:', 'Defaults', {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    }),
  );
  const titled = ['First', 'Second', 'Third'].map((title, i) => ({
    const: `value${i + 1}`,
    title: `${title} Option`,
  }));
  const options = ['option1', 'option2', 'option3'];
  server.registerTool('test_elicitation_sep1330_enums', { description: 'Asks with choices' }, (context) =>
    elicited(context, 'Elicitation completed:', 'Choices', {
      untitledSingle: { type: 'string', enum: options },
      titledSingle: { type: 'string', oneOf: titled },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    }),
  );
}

/** Asks the user for something, and tells what came of it. */
function elicited(
  { mcpReq }: ServerContext,
  before: string,
  message: string,
  properties: Record<string, object>,
  required: string[] = [],
): InputRequiredResult | { content: [ReturnType<typeof text>] } {
  const answer = inputResponse(mcpReq.inputResponses, 'asked');
  if (answer.kind === 'elicit') {
    return {
      content: [text(`${before} action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`)],
    };
  }
  const requestedSchema = { type: 'object' as const, properties, required };
  const asked = inputRequired.elicit({ message, requestedSchema: requestedSchema as never });
  return inputRequired({ inputRequests: { asked } });
}

function registerResources(server: McpServer): void {
  const uri = 'test://static-text';
  const described = (description: string, mimeType: string) => ({ description, mimeType });
  server.registerResource('static-text', uri, described('A text', 'text/plain'), () => ({
    contents: [{ uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }],
  }));
  server.registerResource(
    'static-binary',
    'test://static-binary',
    described('An image', 'image/png'),
    () => ({
      contents: [{ uri: 'test://static-binary', mimeType: 'image/png', blob: PNG }],
    }),
  );
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    described('Data by id', 'application/json'),
    (url, { id }) => {
      const data = { id, templateTest: true, data: `Data for ID: ${id}` };
      return { contents: [{ uri: url.href, mimeType: 'application/json', text: JSON.stringify(data) }] };
    },
  );
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
}

function registerPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'Simple' }, () => ({
    messages: [user(text('This is a simple prompt for testing.'))],
  }));
  const argsSchema = z.object({
    arg1: completable(z.string(), (value) =>
      ['paris', 'park', 'party'].filter((each) => each.startsWith(value)),
    ),
    arg2: z.string(),
  });
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'With arguments', argsSchema },
    ({ arg1, arg2 }) => ({
      messages: [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
    }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'With a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
      return {
        messages: [
          user({ type: 'resource' as const, resource }),
          user(text('Please process the embedded resource above.')),
        ],
      };
    },
  );
  server.registerPrompt('test_prompt_with_image', { description: 'With an image' }, () => ({
    messages: [user(image), user(text('Please analyze the image above.'))],
  }));
}
