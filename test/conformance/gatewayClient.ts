// The client that the conformance suite judges: the built gateway, with the suite's server as its only upstream. The suite
// starts this with the server's URL as last argument and says by variables which scenario it plays and which revision it speaks.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';

type Arguments = Record<string, unknown>;

const HEADY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const {
  MCP_CONFORMANCE_SCENARIO,
  MCP_CONFORMANCE_CONTEXT = '{}',
  MCP_CONFORMANCE_PROTOCOL_VERSION,
} = process.env;
const isModern = MCP_CONFORMANCE_PROTOCOL_VERSION === '2026-07-28';

/** What is called in a scenario, by name; all that is listed, with numbers, where it is not named here. */
const CALLS: Readonly<Record<string, (client: Client) => Promise<void>>> = {
  initialize: reach,
  'request-metadata': reach,
  'sep-2322-client-request-state': async (client) => {
    for (const name of [
      'test_mrtr_echo_state',
      'test_mrtr_unrelated',
      'test_mrtr_no_state',
      'test_mrtr_no_result_type',
    ])
      await client.callTool({ name });
  },
  'http-custom-headers': async (client) => {
    const { toolCalls } = JSON.parse(MCP_CONFORMANCE_CONTEXT) as {
      toolCalls: { name: string; arguments: Arguments }[];
    };
    for (const call of toolCalls) await client.callTool(call);
  },
  'json-schema-2020-12-preservation': async (client) => {
    const schema = (await listed(client)).get('json_schema_2020_12_tool');
    await client.callTool({ name: 'json_schema_echo', arguments: { schema } });
  },
  // Its server knows of no calls.
  'json-schema-ref-no-deref': async (client) => void (await listed(client)),
};

/** Calls a server that has no tools: that it is called is what connects to it. */
async function reach(client: Client): Promise<void> {
  await client.listTools();
  await client.callTool({ name: 'anything' }).catch(() => {});
}

async function callAll(client: Client): Promise<void> {
  for (const name of (await listed(client)).keys())
    await client.callTool({ name, arguments: { a: 2, b: 3 } });
}

/** Tools with their input schemas. A server that is slow to answer at first is waited for. */
async function listed(client: Client): Promise<ReadonlyMap<string, unknown>> {
  for (;;) {
    const { tools } = await client.listTools();
    if (tools.length > 0) return new Map(tools.map(({ name, inputSchema }) => [name, inputSchema]));
    await setTimeout(100);
  }
}

// The suite does not end what it started where its own time is up.
const patience = 110_000;
globalThis.setTimeout(() => process.exit(1), patience).unref();

const folder = mkdtempSync(join(tmpdir(), 'heady-conformance-client-'));
try {
  const manifest = {
    apiVersion: 'heady.systems/v1',
    kind: 'McpServer',
    metadata: { name: 'judge', tags: { Owner: 'team-tests' } },
    spec: { transport: 'http', url: process.argv.at(-1) },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'judge.heady.yaml'), JSON.stringify(manifest));
  const client = new Client(
    { name: 'conformance', version: '1' },
    {
      capabilities: { roots: {}, sampling: {}, elicitation: { form: { applyDefaults: true } } },
      versionNegotiation: { mode: isModern ? { pin: '2026-07-28' } : 'legacy' },
    },
  );
  client.setRequestHandler('roots/list', () => ({ roots: [] }));
  client.setRequestHandler('elicitation/create', () => ({
    action: 'accept',
    content: isModern ? { confirmed: true } : {},
  }));
  const env = { ...getDefaultEnvironment(), HEADY_STATE_DIR: folder, HEADY_CACHE_DIR: folder };
  const args = [HEADY, 'gateway', '--stdio'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder, env }));
  await (CALLS[MCP_CONFORMANCE_SCENARIO ?? ''] ?? callAll)(client);
  await client.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
