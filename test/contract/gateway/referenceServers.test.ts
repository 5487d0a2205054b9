import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../controlPlane/process.ts';
import {
  clientOf,
  connectOverHttp,
  connectOverPipes,
  ERAS,
  folderWith,
  published,
  startGateway,
  textOf,
} from './gatewayProcess.ts';

const TRANSPORTS = ['pipes', 'HTTP'] as const;
const CASES = ERAS.flatMap((era) => TRANSPORTS.map((transport) => ({ era, transport })));

describe.each(CASES)(
  'the protocol’s own servers, for a $era client over $transport',
  ({ era, transport }) => {
    it('are one server, which asks as each of them does', { timeout: 600_000 }, async () => {
      const files = join(temporaryFolder(), 'files');
      mkdirSync(files);
      writeFileSync(join(files, 'greeting.txt'), 'Good morning.');
      const folder = folderWith({
        everything: published('server-everything'),
        files: published('server-filesystem', files),
        memory: { ...published('server-memory'), env: { MEMORY_FILE_PATH: join(files, 'memory.jsonl') } },
        thinking: published('server-sequential-thinking'),
      });
      const client = clientOf(era, { sampling: {}, elicitation: { form: {} }, roots: {} });
      client.setRequestHandler('roots/list', () => ({
        roots: [{ uri: pathToFileURL(files).href, name: 'Files' }],
      }));
      client.setRequestHandler('sampling/createMessage', () => ({
        role: 'assistant',
        model: 'a-model',
        content: { type: 'text', text: 'a thought' },
      }));
      client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
      if (transport === 'pipes') await connectOverPipes(client, folder);
      else await connectOverHttp(client, (await startGateway(folder)).url);

      // It may take its time to start four of them; whoever is late announces itself.
      await expect
        .poll(async () => (await client.listTools()).tools.map(({ name }) => name), {
          timeout: 300_000,
          interval: 500,
        })
        .toEqual(expect.arrayContaining(['echo', 'read_text_file', 'create_entities', 'sequentialthinking']));
      expect(await textOf(client, 'echo', { message: 'hello' })).toBe('Echo: hello');
      expect(await textOf(client, 'read_text_file', { path: join(files, 'greeting.txt') })).toBe(
        'Good morning.',
      );
      const entities = [{ name: 'Ada', entityType: 'person', observations: ['counts'] }];
      await client.callTool({ name: 'create_entities', arguments: { entities } });
      const graph = await client.callTool({ name: 'read_graph', arguments: {} });
      expect(graph.structuredContent).toMatchObject({ entities });

      expect(await textOf(client, 'trigger-sampling-request', { prompt: 'p', maxTokens: 10 })).toContain(
        'a thought',
      );
      expect(await textOf(client, 'trigger-elicitation-request')).toContain('Ada');
      const told: unknown[] = [];
      const onprogress = (progress: unknown) => void told.push(progress);
      const long = { name: 'trigger-long-running-operation', arguments: { duration: 1, steps: 3 } };
      await client.callTool(long, { onprogress });
      expect(told).toContainEqual(expect.objectContaining({ progress: 1, total: 3 }));

      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toContain('args-prompt');
      const prompt = await client.getPrompt({ name: 'args-prompt', arguments: { city: 'Lagos' } });
      expect(JSON.stringify(prompt.messages)).toContain('Lagos');
      const completed = await client.complete({
        ref: { type: 'ref/prompt', name: 'completable-prompt' },
        argument: { name: 'department', value: 'E' },
      });
      expect(completed.completion.values).toContain('Engineering');
      const [resource] = (await client.listResources()).resources;
      const read = await client.readResource({ uri: resource?.uri ?? '' });
      expect(read.contents[0]).toMatchObject({ uri: resource?.uri });
      expect((await client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
    });
  },
);
