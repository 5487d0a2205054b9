import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';

/** What such a server answers to a call of its one tool, which is named like the way. */
type Misbehave = (id: unknown, response: ServerResponse) => void;

const JSON_TYPE = { 'content-type': 'application/json' };
const EVENTS = { 'content-type': 'text/event-stream' };
const METADATA = 'http://169.254.169.254/latest/meta-data/';

const text = (said: string) => ({ content: [{ type: 'text', text: said }] });
const answered = (id: unknown, result: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result });
const event = (data: string) => `event: message\ndata: ${data}\n\n`;

/** Servers of revision 2025-11-25 over Streamable HTTP that are not what they should be, each in one way. */
export const WAYS: Readonly<Record<string, Misbehave>> = {
  hangs: () => {},
  'hangs-after-its-head': (_, response) => void response.writeHead(200, EVENTS).write(': so far\n\n'),
  'answers-half': (id, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' });
    response.write(answered(id, text('half')).slice(0, 30), () => response.destroy());
  },
  'streams-half': (id, response) => {
    response.writeHead(200, EVENTS);
    response.write(event(answered(id, text('half'))).slice(0, 40), () => response.destroy());
  },
  'streams-nothing': (_, response) => void response.writeHead(200, EVENTS).end(': nothing\n\n'),
  nests: (id, response) => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const result = `{"content":[],"structuredContent":{"deep":${deep}}}`;
    response.writeHead(200, JSON_TYPE).end(`{"jsonrpc":"2.0","id":${id},"result":${result}}`);
  },
  babbles: (_, response) => void response.writeHead(200, JSON_TYPE).end('{"jsonrpc":"2.0",,,'),
  speaks: (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
  resets: (_, response) => void response.destroy(),
  fails: (_, response) => void response.writeHead(500).end('Traceback (most recent call last)'),
  'fails-without-end': (_, response) => {
    response.writeHead(500);
    const say = () => {
      while (!response.destroyed && response.write('x'.repeat(100_000)));
    };
    response.on('drain', say);
    say();
  },
  redirects: (_, response) => void response.writeHead(307, { location: METADATA }).end(),
  overflows: (id, response) =>
    void response.writeHead(200, JSON_TYPE).end(answered(id, text('x'.repeat(10_000_000)))),
  confuses: (id, response) => {
    response.writeHead(200, EVENTS);
    for (const other of [9_999, -1, 'x']) response.write(event(answered(other, text('not yours'))));
    response.end(event(answered(id, text('confuses'))));
  },
  floods: (id, response) => {
    response.writeHead(200, EVENTS);
    const method = 'notifications/tools/nothing';
    const notice = event(JSON.stringify({ jsonrpc: '2.0', method, params: { text: 'x'.repeat(100) } }));
    response.write(notice.repeat(1_000));
    response.end(event(answered(id, text('floods'))));
  },
};

/** Serves each way at a path of its name. Ways without an entry behave, under whatever name. */
export function hostileHttp(): Server {
  const listener: RequestListener = async (request, response) => {
    const way = (request.url ?? '').slice(1);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method } = JSON.parse(await bodyOf(request)) as Record<string, unknown>;
    if (id === undefined) return void response.writeHead(202).end();
    const answer = (result: unknown) => void response.writeHead(200, JSON_TYPE).end(answered(id, result));
    switch (method) {
      case 'initialize':
        return answer({
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: way, version: '1' },
        });
      case 'tools/list':
        return answer({ tools: [{ name: way, inputSchema: { type: 'object' } }] });
      case 'tools/call':
        return (WAYS[way] ?? sound)(id, response);
      default: {
        const error = { code: -32601, message: 'Method not found' };
        response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id, error }));
      }
    }
  };
  return createServer((request, response) => void listener(request, response));
}

const sound: Misbehave = (id, response) =>
  void response.writeHead(200, JSON_TYPE).end(answered(id, text('sound')));

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
