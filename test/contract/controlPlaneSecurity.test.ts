import { createServer } from 'node:http';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { service } from '../../server/src/controlPlane/testing.ts';
import {
  AUDIENCE,
  type HttpProcess,
  ISSUER,
  JWT_SECRET,
  startHttp,
  TOKEN,
} from './controlPlaneHttpProcess.ts';
import { HTTP_PEERS, type Peer } from './controlPlanePeers.ts';
import { tokenOf } from './controlPlaneTokens.ts';
import { mcpHeaders, type RawAnswer, sendRaw } from './rawHttp.ts';

const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
/** Of a request that came in: it lacks a session, which is MCP's to say. */
const CAME_IN = 400;

const knock = (url: URL, token?: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  sendRaw(url, { headers: { ...mcpHeaders(token), ...headers }, body: [LIST] });

function connect({ url }: HttpProcess, token: string): Promise<Peer> {
  const [peer] = HTTP_PEERS;
  if (!peer) throw new Error('There are no peers.');
  return peer.connect(url, token);
}

describe('a token', () => {
  const claims = { heady_role: 'admin', sub: 'mallory', iss: ISSUER, aud: AUDIENCE };
  const soon = () => Math.floor(Date.now() / 1_000) + 600;
  const bad: [string, () => string | Promise<string>][] = [
    ['nothing', () => ''],
    ['garbage', () => 'garbage'],
    ['three parts of garbage', () => 'a.b.c'],
    ['another fixed token', () => `${TOKEN}x`],
    ['of another secret', () => tokenOf('admin', { secret: 'x'.repeat(40) })],
    ['of an empty secret', () => tokenOf('admin', { secret: '\0' })],
    ['expired', () => tokenOf('admin', { expires: -60 })],
    ['not valid yet', () => tokenOf('admin', { notBefore: 120 })],
    ['for somebody else', () => tokenOf('admin', { audience: 'https://another.example/mcp' })],
    ['from somebody else', () => tokenOf('admin', { issuer: 'https://mallory.example' })],
    ['without an end', () => tokenOf('admin', { expires: null })],
    ['of nobody', () => tokenOf('admin', { subject: null })],
    ['of another algorithm', () => tokenOf('admin', { algorithm: 'HS512' })],
    ['unsigned', () => new UnsecuredJWT({ ...claims, exp: soon() }).encode()],
    ['with a signature cut off', async () => (await tokenOf('admin')).replace(/[^.]+$/, '')],
    [
      'said to need no signature',
      async () => {
        const [, payload, signature] = (await tokenOf('admin')).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.${signature}`;
      },
    ],
    [
      'of which the claims were changed',
      async () => {
        const [header, , signature] = (await tokenOf('viewer')).split('.');
        const payload = Buffer.from(JSON.stringify({ ...claims, exp: soon() })).toString('base64url');
        return `${header}.${payload}.${signature}`;
      },
    ],
    ['far too long', () => 'x'.repeat(10_000)],
  ];

  it('is refused, with the way to a better one, where it is not to be believed', async () => {
    const { url, lines } = await startHttp();
    for (const [what, make] of bad) {
      const token = await make();
      const { status, headers, body } = await knock(url, token);
      expect({ what, status }).toEqual({ what, status: 401 });
      expect(headers['www-authenticate'], what).toContain('error="invalid_token"');
      expect(headers['www-authenticate'], what).toContain(
        `resource_metadata="${url.origin}/.well-known/oauth-protected-resource/mcp"`,
      );
      if (token.length > 10)
        expect(JSON.stringify([headers, body, lines])).not.toContain(token.slice(0, 500));
    }
    expect((await knock(url)).status).toBe(401);
    expect((await knock(url, undefined, { authorization: `Basic ${btoa('a:b')}` })).status).toBe(401);
    expect((await knock(url, undefined, { authorization: TOKEN })).status).toBe(401);
    expect(
      (await sendRaw(url, { headers: mcpHeaders(), path: `/mcp?access_token=${TOKEN}`, body: [LIST] }))
        .status,
    ).toBe(401);
  });

  it('is believed within the skew of clocks, for its roles', async () => {
    const { url } = await startHttp();
    for (const token of [
      TOKEN,
      await tokenOf('viewer'),
      await tokenOf(['nothing', 'agent']),
      await tokenOf('viewer', { expires: -20 }),
      await tokenOf('viewer', { notBefore: 20 }),
    ]) {
      expect((await knock(url, token)).status).toBe(CAME_IN);
    }
    for (const role of [undefined, '', 'root', 'Admin', ['root'], { admin: true }, null]) {
      const { status, body } = await knock(url, await tokenOf(role));
      expect(status).toBe(403);
      expect(body).toContain('access/no-role');
    }
  });

  it('is told by the metadata who issues it', async () => {
    const { url } = await startHttp();
    for (const path of [
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-protected-resource/mcp',
    ]) {
      const { status, body } = await sendRaw(url, { method: 'GET', path });
      expect(status).toBe(200);
      expect(JSON.parse(body)).toEqual({
        resource: url.href,
        resource_name: 'Heady control plane',
        authorization_servers: [ISSUER],
        bearer_methods_supported: ['header'],
      });
    }
  });

  it('of a rotated key is believed as soon as the issuer has it, and not that of another', async () => {
    const [old, next, mallory] = await Promise.all(['old', 'next', 'next'].map(makeKey));
    if (!old || !next || !mallory) throw new Error('Keys are missing.');
    const published: JWK[] = [old.publicJwk];
    let asked = 0;
    const issuer = createServer((_, answer) => {
      asked += 1;
      answer.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void issuer.close());
    const { port } = issuer.address() as AddressInfo;
    const { url } = await startHttp({
      args: ['--jwks-url', `http://127.0.0.1:${port}/keys`],
      environment: { HEADY_CONTROL_PLANE_JWT_SECRET: '' },
    });
    const status = async (token: string) => (await knock(url, token)).status;
    expect(await status(await old.sign('ES256'))).toBe(CAME_IN);
    expect(await status(await next.sign('ES256'))).toBe(401);
    // Of the secret that a public key would make: nobody may sign with what everybody knows.
    expect(await status(await tokenOf('admin', { secret: JSON.stringify(old.publicJwk) }))).toBe(401);
    published.push(next.publicJwk);
    await vi.waitFor(async () => expect(await status(await next.sign('ES256'))).toBe(CAME_IN), {
      timeout: 15_000,
      interval: 500,
    });
    expect(await status(await mallory.sign('ES256'))).toBe(401);
    expect(await status(await old.sign('ES256'))).toBe(CAME_IN);
    expect(asked).toBeLessThan(6);
  });

  it('cannot be judged where the issuer has no keys to give: 503, not 401', async () => {
    const { url } = await startHttp({
      args: ['--jwks-url', 'http://127.0.0.1:1/keys'],
      environment: { HEADY_CONTROL_PLANE_JWT_SECRET: '' },
    });
    const { sign } = await makeKey('k');
    expect((await knock(url, await sign('ES256'))).status).toBe(503);
    expect((await knock(url, TOKEN)).status).toBe(CAME_IN);
  });
});

describe('a web page', () => {
  it('reaches nothing by a name or from an origin of its own', async () => {
    const { url } = await startHttp();
    const port = url.port;
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      'localhost@evil.example',
      '',
    ]) {
      expect({ host, status: (await knock(url, TOKEN, { host })).status }).toEqual({
        host,
        status: expect.toSatisfy((status) => status === 403 || status === 400),
      });
    }
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'file://',
      'garbage',
    ]) {
      expect({ origin, status: (await knock(url, TOKEN, { origin })).status }).toEqual({
        origin,
        status: 403,
      });
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect((await knock(url, TOKEN, { host })).status).toBe(CAME_IN);
    }
    expect((await knock(url, TOKEN, { origin: `http://localhost:${port}` })).status).toBe(CAME_IN);
    const metrics = {
      method: 'GET',
      path: '/metrics',
      headers: { ...mcpHeaders(TOKEN), host: 'evil.example' },
    };
    expect((await sendRaw(url, metrics)).status).toBe(403);
  });

  it('and a host that are allowed are', async () => {
    const { url } = await startHttp({
      args: ['--allow-host', 'heady.example', '--allow-origin', 'app.example'],
    });
    expect((await knock(url, TOKEN, { host: 'heady.example', origin: 'https://app.example' })).status).toBe(
      CAME_IN,
    );
  });
});

describe('a request', () => {
  it('is refused where it is too large, said or unsaid', async () => {
    const { url } = await startHttp({ args: ['--body-limit', '10000'] });
    const large = 'x'.repeat(20_000);
    const headers = mcpHeaders(TOKEN);
    expect(
      (await sendRaw(url, { headers: { ...headers, 'content-length': '20000' }, body: [large] })).status,
    ).toBe(413);
    const chunked = await sendRaw(url, {
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: [large],
    });
    expect(chunked.status).toBe(413);
    // Whoever has no token cannot even make it read.
    const unread = {
      headers: { ...mcpHeaders(), 'content-length': '2000000000' },
      body: ['x'],
      unfinished: true,
    };
    expect((await sendRaw(url, unread)).status).toBe(401);
    expect((await knock(url, TOKEN)).status).toBe(CAME_IN);
  });

  it('is given up where it does not come', async () => {
    const { url } = await startHttp({ args: ['--body-timeout', '1'] });
    const began = performance.now();
    const slow = {
      headers: { ...mcpHeaders(TOKEN), 'content-length': '100' },
      body: ['{'],
      unfinished: true,
    };
    expect((await sendRaw(url, slow)).status).toBe(408);
    const headersOnly = connectSocket(Number(url.port), url.hostname);
    headersOnly.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\n');
    headersOnly.on('error', () => {}).resume();
    await new Promise((resolve) => headersOnly.once('close', resolve));
    expect(performance.now() - began).toBeLessThan(10_000);
    expect((await knock(url, TOKEN)).status).toBe(CAME_IN);
  });

  it('finds nothing where nothing is', async () => {
    const { url } = await startHttp();
    for (const path of [
      '/',
      '/mcp/',
      '/mcp/../metrics',
      '//mcp',
      '/mcp%00',
      '/MCP',
      '/%6dcp',
      '/etc/passwd',
      '/..%2f',
      '/healthz/x',
    ]) {
      const answer = await sendRaw(url, { method: 'GET', path, headers: mcpHeaders(TOKEN) });
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
    }
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE']) {
      const { status } = await sendRaw(url, { method, headers: mcpHeaders(TOKEN), body: [] });
      expect({ method, refused: status >= 400 && status < 500 }).toEqual({ method, refused: true });
    }
  });

  it('that is no message is answered so', async () => {
    const { url } = await startHttp();
    const say = (body: string | Buffer) => sendRaw(url, { headers: mcpHeaders(TOKEN), body: [body] });
    for (const body of ['', '{', 'null,', '\u0000', Buffer.from([0xff, 0xfe, 0x7b])]) {
      expect(JSON.parse((await say(body)).body)).toMatchObject({ error: { code: -32700 } });
    }
    for (const body of [
      'null',
      '7',
      '"x"',
      '[]',
      '[[]]',
      '{}',
      '[null]',
      '['.repeat(100_000) + ']'.repeat(100_000),
    ]) {
      expect({ body: body.slice(0, 20), status: (await say(body)).status }).toEqual({
        body: body.slice(0, 20),
        status: 400,
      });
    }
  });
});

describe('a limit', () => {
  it('holds for a user, and for a workspace together', async () => {
    const { url } = await startHttp({ args: ['--limit-user', '5', '--limit-workspace', '8'] });
    const times = async (count: number, subject: string, workspace?: string) => {
      const token = await tokenOf('viewer', { subject, ...(workspace === undefined ? {} : { workspace }) });
      const statuses: number[] = [];
      for (let i = 0; i < count; i++) statuses.push((await knock(url, token)).status);
      return statuses;
    };
    expect(await times(6, 'ann')).toEqual([...Array(5).fill(CAME_IN), 429]);
    expect(await times(5, 'ben', 'w')).toEqual(Array(5).fill(CAME_IN));
    expect(await times(4, 'cem', 'w')).toEqual([...Array(3).fill(CAME_IN), 429]);
    expect(await times(2, 'dia', 'other')).toEqual(Array(2).fill(CAME_IN));
    const { headers, body } = await knock(url, await tokenOf('viewer', { subject: 'ann' }));
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(body).toContain('limits/user');
  });

  it('counts each message of a batch', async () => {
    const { url } = await startHttp({ args: ['--limit-user', '50'] });
    const body = [JSON.stringify(Array(100).fill(JSON.parse(LIST)))];
    expect((await sendRaw(url, { headers: mcpHeaders(TOKEN), body })).status).toBe(429);
  });
});

describe('what is sent', () => {
  const HOSTILE = [
    "'; DROP TABLE entries; --",
    '" OR 1=1 --',
    '%',
    '_',
    '\\',
    "x' UNION SELECT * FROM sqlite_master --",
    '../../../etc/passwd',
    '..\\..\\windows',
    '/etc/passwd',
    'a\0b',
    '\u202egnp.exe',
    '\ud800',
    '$' + '{jndi:ldap://evil}',
    '{{7*7}}',
    '-'.repeat(5_000),
  ];

  it('is data, however it looks: to search, to get, to read and to register', async () => {
    const node = await startHttp();
    const peer = await connect(node, TOKEN);
    for (const name of ['dev-health-a', 'dev-health-b'])
      await peer.call('catalog_register', { manifest: service(name) });
    for (const text of HOSTILE) {
      for (const field of ['kind', 'vertical', 'owner', 'tag', ...(text.length <= 200 ? ['text'] : [])]) {
        const found = await peer.call('catalog_search', { [field]: text });
        expect({ field, text, found: found.structuredContent }).toMatchObject({ found: { total: 0 } });
      }
      expect((await peer.call('catalog_search', { cursor: text })).isError).toBe(true);
      expect((await peer.call('catalog_get', { kind: text, name: text })).isError).toBe(true);
      const encoded = encodeURIComponent(text.isWellFormed() ? text : '?');
      await expect(peer.read(`heady://catalog/dev/Service/${encoded}`)).rejects.toThrow();
      const named = await peer.call('catalog_register', { manifest: service(text) });
      expect({ text, named: named.structuredContent }).toMatchObject({ named: { outcome: 'refused' } });
    }
    for (const uri of [
      'heady://catalog/dev/Service/%E0%A4%A',
      'file:///etc/passwd',
      'heady://catalog/../policies',
      'heady://catalog/dev/../../x',
      'http://169.254.169.254/',
      '',
    ]) {
      await expect(peer.read(uri)).rejects.toThrow();
    }
    expect((await peer.call('catalog_search', {})).structuredContent).toMatchObject({
      total: 2,
      revision: 2,
    });
  });

  it('never reaches the log, nor do tokens; each line there is ours', async () => {
    const { url, lines, child } = await startHttp({ args: ['--log-level', 'debug'] });
    const MARK = 'MARK-OF-THE-ARGUMENTS';
    const forged = '\n{"level":30,"msg":"forged"}\r\n\u001b[31mred\u2028\u202e';
    const token = await tokenOf('admin', { subject: `mallory${forged}` });
    const call = (name: string, args: unknown) => ({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: args },
    });
    const session = await sendRaw(url, {
      headers: mcpHeaders(token),
      body: [
        JSON.stringify({
          jsonrpc: '2.0',
          id: 0,
          method: 'initialize',
          params: {
            protocolVersion: '2025-11-25',
            capabilities: {},
            clientInfo: { name: `${MARK}${forged}`, version: forged },
          },
        }),
      ],
    });
    const headers = { ...mcpHeaders(token), 'mcp-session-id': String(session.headers['mcp-session-id']) };
    for (const message of [
      call('catalog_search', { text: MARK + forged }),
      call('catalog_register', { manifest: service(`dev-health-${MARK}`), source: MARK }),
      call(MARK + forged, { a: MARK }),
      { jsonrpc: '2.0', id: 2, method: MARK + forged },
      call('catalog_register', { manifest: MARK }),
    ]) {
      await sendRaw(url, { headers, body: [JSON.stringify(message)] });
    }
    await sendRaw(url, {
      headers: { ...headers, 'x-mark': MARK, cookie: MARK },
      path: `/${MARK}?${MARK}`,
      method: 'GET',
    });
    await sendRaw(url, { headers, body: [`{"${MARK}`] });
    const viewer = await HTTP_PEERS[0]?.connect(url, await tokenOf('viewer', { subject: `vic${forged}` }));
    await viewer?.call('catalog_register', { manifest: service(`dev-health-${MARK}`) });
    child.kill('SIGTERM');
    await vi.waitFor(() => expect(lines.at(-1)).toContain('"ended"'));
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        msg: 'refused',
        rule: 'access/catalog_register/dev',
        what: 'catalog_register',
        subject: expect.stringMatching(/^vic/),
      }),
    );
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        msg: expect.stringMatching(/^(listening|request|refused|ending|ended|a request that MCP refused)$/),
      });
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
    const everything = lines.join('\n');
    for (const secret of [MARK, TOKEN, JWT_SECRET, token, token.split('.')[2] ?? ''])
      expect(everything).not.toContain(secret);
    expect(everything).toContain('mallory');
  });
});

describe('messages that nobody would send', () => {
  it('are all answered, and do no harm', { timeout: 180_000 }, async () => {
    const node = await startHttp({ environment: { HEADY_CONTROL_PLANE_LIMIT_USER: '1000000' } });
    const random = randomFrom(20_261_121);
    const tokens = [TOKEN, await tokenOf('operator'), await tokenOf('viewer')];
    const session = await sendRaw(node.url, {
      headers: mcpHeaders(TOKEN),
      body: [
        JSON.stringify({
          jsonrpc: '2.0',
          id: 0,
          method: 'initialize',
          params: {
            protocolVersion: '2025-11-25',
            capabilities: { elicitation: {} },
            clientInfo: { name: 'f', version: '1' },
          },
        }),
      ],
    });
    const statuses = new Map<number, number>();
    const lane = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const headers: Record<string, string> = mcpHeaders(tokens[Math.floor(random() * tokens.length)]);
        if (random() < 0.5) headers['mcp-session-id'] = String(session.headers['mcp-session-id']);
        if (random() < 0.3)
          headers['mcp-protocol-version'] = pick(['2026-07-28', '2025-11-25', '1999-01-01', 'x'], random);
        const { status } = await sendRaw(node.url, { headers, body: [fuzzed(random)] });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 10 }, () => lane(1_000)));
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(10_000);
    expect(node.lines.filter((line) => line.includes('could not answer'))).toEqual([]);
    const peer = await connect(node, TOKEN);
    expect(
      (await peer.call('catalog_register', { manifest: service('dev-health-after') })).structuredContent,
    ).toMatchObject({ outcome: 'created' });
  });
});

const METHODS = [
  'tools/call',
  'tools/list',
  'resources/read',
  'resources/subscribe',
  'initialize',
  'server/discover',
  'completion/complete',
  'ping',
  'x',
];
const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'x',
  '\0',
  '__proto__',
  'constructor',
  [],
  {},
  [[]],
  { __proto__: null },
  '\ud800',
  'heady://catalog/dev',
  { kind: 'Service', metadata: { name: 'dev-a-b' } },
];

/** A message that is a little, or altogether, wrong. */
function fuzzed(random: () => number): string {
  const anything = () => pick(VALUES, random);
  const name = pick(['catalog_search', 'catalog_get', 'catalog_register', 'x', ''], random);
  const keys = [
    'manifest',
    'kind',
    'name',
    'text',
    'limit',
    'cursor',
    'ifVersion',
    '__proto__',
    'uri',
    'ref',
    'argument',
  ];
  const args = Object.fromEntries(Array.from({ length: 3 }, () => [pick(keys, random), anything()]));
  const meta = {
    'io.modelcontextprotocol/protocolVersion': pick(['2026-07-28', 'x', 7], random),
    'io.modelcontextprotocol/clientCapabilities': anything(),
    progressToken: anything(),
  };
  const params: Record<string, unknown> = {
    name,
    arguments: args,
    uri: anything(),
    ...(random() < 0.5 ? { _meta: meta } : {}),
  };
  if (random() < 0.2) Object.assign(params, { inputResponses: anything(), requestState: anything() });
  const message: Record<string, unknown> = {
    jsonrpc: '2.0',
    id: anything(),
    method: pick(METHODS, random),
    params,
  };
  if (random() < 0.3) message[pick(['jsonrpc', 'id', 'method', 'params'], random)] = anything();
  let text = JSON.stringify(random() < 0.1 ? [message, message] : message);
  if (random() < 0.2) {
    const at = Math.floor(random() * text.length);
    text =
      text.slice(0, at) +
      pick(['', '"', '}', '\\u0000', '\u0007', '9'.repeat(400)], random) +
      text.slice(at + 1);
  }
  return text;
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Numbers in [0, 1), the same for a seed on every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
  const sign = (alg: string) =>
    new SignJWT({ heady_role: 'viewer', sub: 'somebody' })
      .setProtectedHeader({ alg, kid })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(privateKey);
  return { publicJwk, sign };
}
