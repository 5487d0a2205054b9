// A server that does what servers should not: dies, hangs, outlives its input. With --stubborn it does not end when its input
// does; with --deaf it never answers anything; with --crashing it ends before it says anything.
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const flags = process.argv.slice(2);
if (flags.includes('--crashing')) {
  process.stderr.write('no licence was found\n');
  process.exit(3);
}
if (flags.includes('--stubborn')) {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 60_000);
}
if (flags.includes('--deaf')) {
  process.stdin.resume();
  setInterval(() => {}, 60_000);
} else {
  const server = new Server(
    { name: 'odd', version: '1' },
    { capabilities: { tools: { listChanged: true } } },
  );
  const tools = ['pid', 'die', 'secret'].map((name) => ({
    name,
    description: `Says or does ${name}.`,
    inputSchema: { type: 'object' as const },
    // Of this the gateway knows nothing.
    'x-vendor': { kept: true },
  }));
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    if (params.name === 'die') process.exit(1);
    const text = params.name === 'pid' ? String(process.pid) : JSON.stringify(process.env);
    return { content: [{ type: 'text', text }], 'x-vendor': 'kept' };
  });
  await server.connect(new StdioServerTransport());
}
