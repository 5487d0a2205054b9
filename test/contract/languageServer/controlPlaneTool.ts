import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { TOKEN } from '../controlPlane/httpProcess.ts';

/** What a tool of a control plane answers to the admin, whatever an editor knows of it. */
export async function callTool(url: URL, name: string, args: object): Promise<unknown> {
  const client = new Client({ name: 'tests', version: '1' });
  const authProvider = { token: async () => TOKEN };
  await client.connect(new StreamableHTTPClientTransport(url, { authProvider }));
  onTestFinished(() => client.close());
  return (await client.callTool({ name, arguments: { ...args } })).structuredContent;
}
