import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { expect, it, onTestFinished } from 'vitest';
import { clientOf, connectOverPipes, ERAS, folderWith, textOf } from './gatewayProcess.ts';

const SLOW = { timeout: 600_000 };

it.each(ERAS)('what a tool wants in headers is there, whatever a %s client sends', SLOW, async (era) => {
  const { url, headers } = await startModern(() => undefined);
  const client = clientOf(era);
  await connectOverPipes(client, folderWith({ cities: { transport: 'http', url } }));
  // The SDK's server refuses a call whose headers say something else than its arguments.
  expect(await textOf(client, 'forecast', { city: 'Zürich', days: 3 })).toBe('Zürich: 3 days of sun');
  expect(headers.at(-1)).toMatchObject({
    'mcp-param-city': '=?base64?WsO8cmljaA==?=',
    'mcp-param-days': '3',
  });
});

it('a server that has too much to do is left alone for as long as it says', SLOW, async () => {
  let asked = 0;
  const { url } = await startModern((method) => {
    if (method !== 'tools/call') return undefined;
    asked++;
    return { status: 429, headers: { 'retry-after': '600' } };
  });
  const client = clientOf('modern');
  await connectOverPipes(client, folderWith({ cities: { transport: 'http', url } }));
  for (let i = 0; i < 3; i++) {
    const result = await client.callTool({ name: 'forecast', arguments: { city: 'Bern', days: 1 } });
    expect(result).toMatchObject({
      isError: true,
      _meta: { 'heady.systems/refusedBy': 'gateway/server-busy' },
    });
    expect(result._meta?.['heady.systems/retryAfter']).toBeGreaterThan(0);
  }
  expect(asked).toBe(1);
});

it('a server that declines is asked each time, one that fails not for ever', SLOW, async () => {
  const status = { now: 403 };
  const { url } = await startModern((method) =>
    method === 'tools/call' ? { status: status.now, headers: {} } : undefined,
  );
  const client = clientOf('modern');
  await connectOverPipes(client, folderWith({ cities: { transport: 'http', url } }));
  const forecast = () => textOf(client, 'forecast', { city: 'Bern', days: 1 });
  for (let i = 0; i < 12; i++) expect(await forecast()).not.toContain('gateway/breaker-open');
  status.now = 500;
  await expect.poll(forecast, { timeout: 120_000, interval: 100 }).toContain('gateway/breaker-open');
});

it('a server that repeats what it is signed in to with shows it to nobody', SLOW, async () => {
  const KEY = 's3cret-of-the-cities';
  const { url } = await startModern((method) =>
    method === 'tools/call' ? { status: 403, headers: {}, body: `${KEY} may not do that.` } : undefined,
  );
  const client = clientOf('modern');
  const headers = { Authorization: `Bearer \${KEY}` };
  const folder = folderWith({ cities: { transport: 'http', url, headers } });
  await connectOverPipes(client, folder, [], { KEY });
  const said = await textOf(client, 'forecast', { city: 'Bern', days: 1 });
  expect(said).toMatch(/\$\{KEY\} may not do that/);
  expect(said).not.toContain(KEY);
});

/** @param instead what is answered to a method instead, if anything */
async function startModern(
  instead: (method: string) => { status: number; headers: Record<string, string>; body?: string } | undefined,
) {
  const headers: Record<string, unknown>[] = [];
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'cities', version: '1' });
    // A keyword that the type of schemas does not know.
    const properties: Record<string, object> = {
      city: { type: 'string', 'x-mcp-header': 'City' },
      days: { type: 'integer', 'x-mcp-header': 'Days' },
    };
    const inputSchema = fromJsonSchema<{ city: string; days: number }>({ type: 'object', properties });
    server.registerTool('forecast', { inputSchema }, ({ city, days }) => ({
      content: [{ type: 'text', text: `${city}: ${days} days of sun` }],
    }));
    return server;
  });
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { method } = body.length > 0 ? JSON.parse(String(body)) : { method: '' };
    const other = instead(method);
    if (other) return void response.writeHead(other.status, other.headers).end(other.body);
    if (method === 'tools/call') headers.push(request.headers);
    const given = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const init = { method: request.method ?? 'POST', headers: given, ...(body.length > 0 ? { body } : {}) };
    const answer = await handler.fetch(new Request('http://localhost/mcp', init));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    for await (const chunk of answer.body ?? []) response.write(chunk);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await handler.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, headers };
}
