import { type Agent, type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface RawRequest {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** Sent piece by piece; the last piece ends the request, unless it is to be left unfinished. */
  body?: readonly (string | Buffer)[];
  unfinished?: boolean;
  /** Absent: a connection of its own. */
  agent?: Agent;
}

/** HTTP by hand: any Host, any length, any speed. */
export function sendRaw(
  url: URL,
  { method = 'POST', path = url.pathname, headers = {}, body = [], unfinished = false, agent }: RawRequest,
): Promise<RawAnswer> {
  const options: RequestOptions = {
    host: url.hostname,
    port: url.port,
    method,
    path,
    headers,
    agent: agent ?? false,
  };
  return new Promise((resolve, reject) => {
    const sending = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.once('close', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
      answer.on('error', () => {}); // What was cut off was answered all the same.
    });
    sending.once('error', reject);
    for (const piece of body) sending.write(piece);
    if (unfinished) sending.flushHeaders();
    else sending.end();
  });
}

/** What a client of MCP sends with everything. */
export function mcpHeaders(token?: string): Record<string, string> {
  return {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}
