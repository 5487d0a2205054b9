import { createHash, randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** An authorization server: small, but it checks what it is given. */
export interface AuthorizationServer {
  readonly origin: string;
  /** Requests for tokens, by grant. */
  readonly granted: string[];
  /** Names of the programs that registered themselves. */
  readonly registered: string[];
  /** Whether a token is one that it gave for a resource, and is still good. */
  isGood(token: string, resource: string): boolean;
  /** Access tokens that were given so far are past their time. */
  expire(): void;
  /** All that was given is taken back. */
  revoke(): void;
}

/** A server of MCP that lets in who has a token. */
export interface GuardedServer {
  readonly url: string;
  /** Of those let in: what was asked. */
  readonly methods: string[];
  /** What came along in `Authorization`, of all. */
  readonly shown: Set<string>;
}

export interface GuardOptions {
  /** Where a server of MCP is that lets everybody in. */
  readonly behind: string;
  /** Absent: it does not say where one gets a token. */
  readonly authorizationServer?: AuthorizationServer;
  /** Where it says that its metadata is, instead of where that is. */
  readonly metadataUrl?: string;
  /** Asked for by the tool `ask`, beyond what lets in. */
  readonly scopeOfAsk?: string;
}

/** Makes an access token, for whoever checks it without asking. @param issuer who gives it */
type Mint = (issuer: string, resource: string) => Promise<string>;

/**
 * @param options of its metadata, instead of the usual
 * @param mint default: tokens that only this server knows
 * @param keys JSON Web Key Set that such tokens are checked with, at `/keys`
 */
export async function startAuthorizationServer(
  options: Record<string, unknown> = {},
  mint: Mint = async () => `access-${randomUUID()}`,
  keys: object = {},
): Promise<AuthorizationServer> {
  const codes = new Map<string, { challenge: string; redirect: string; resource: string; scope: string }>();
  const access = new Map<string, { resource: string; scope: string }>();
  const refresh = new Map<string, { resource: string; scope: string }>();
  const clients = new Map<string, string[]>();
  const granted: string[] = [];
  const registered: string[] = [];
  const give = async (resource: string, scope: string) => {
    const [token, renewal] = [await mint(origin, resource), `refresh-${randomUUID()}`];
    access.set(token, { resource, scope });
    refresh.set(renewal, { resource, scope });
    return { access_token: token, refresh_token: renewal, token_type: 'Bearer', expires_in: 3600, scope };
  };
  const origin: string = await listening(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', origin);
    if (pathname === '/.well-known/oauth-authorization-server') {
      return json(response, 200, {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        registration_endpoint: `${origin}/register`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none'],
        authorization_response_iss_parameter_supported: true,
        ...options,
      });
    }
    if (pathname === '/keys') return json(response, 200, keys);
    if (pathname === '/register') {
      const { client_name: name, redirect_uris: redirects } = JSON.parse(await text(request));
      const id = `client-${randomUUID()}`;
      clients.set(id, redirects);
      registered.push(name);
      return json(response, 201, { client_id: id, redirect_uris: redirects, client_name: name });
    }
    if (pathname === '/authorize') {
      // Its user is always there and agrees to everything.
      const get = (name: string) => searchParams.get(name) ?? '';
      const redirect = get('redirect_uri');
      if (get('code_challenge_method') !== 'S256' || !clients.get(get('client_id'))?.includes(redirect))
        return json(response, 400, { error: 'invalid_request' });
      const code = `code-${randomUUID()}`;
      codes.set(code, {
        challenge: get('code_challenge'),
        redirect,
        resource: get('resource'),
        scope: get('scope'),
      });
      const back = new URL(redirect);
      for (const [name, value] of Object.entries({ code, state: get('state'), iss: origin }))
        back.searchParams.set(name, value);
      return void response.writeHead(302, { location: back.href }).end();
    }
    if (pathname === '/token') {
      const given = new URLSearchParams(await text(request));
      const get = (name: string) => given.get(name) ?? '';
      granted.push(get('grant_type'));
      if (get('grant_type') === 'refresh_token') {
        const known = refresh.get(get('refresh_token'));
        refresh.delete(get('refresh_token'));
        if (!known || known.resource !== get('resource'))
          return json(response, 400, { error: 'invalid_grant' });
        return json(response, 200, await give(known.resource, known.scope));
      }
      const code = codes.get(get('code'));
      codes.delete(get('code'));
      const challenge = createHash('sha256').update(get('code_verifier')).digest('base64url');
      if (
        !code ||
        code.challenge !== challenge ||
        code.redirect !== get('redirect_uri') ||
        code.resource !== get('resource')
      )
        return json(response, 400, { error: 'invalid_grant' });
      return json(response, 200, await give(code.resource, code.scope));
    }
    json(response, 404, {});
  });
  return {
    origin,
    granted,
    registered,
    isGood: (token, resource) => access.get(token)?.resource === resource,
    expire: () => access.clear(),
    revoke: () => {
      access.clear();
      refresh.clear();
    },
  };
}

/** Guards a server of MCP. */
export async function startGuarded(options: GuardOptions): Promise<GuardedServer> {
  const { behind, authorizationServer, metadataUrl } = options;
  const methods: string[] = [];
  const shown = new Set<string>();
  const origin = await listening(async (request, response) => {
    const url = `${origin}/mcp`;
    const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
    if (authorizationServer && request.url === new URL(metadata).pathname)
      return json(response, 200, { resource: url, authorization_servers: [authorizationServer.origin] });
    if (request.url !== '/mcp') return json(response, 404, {});
    const body = await text(request);
    const authorization = request.headers.authorization ?? '';
    shown.add(authorization);
    if (!authorizationServer?.isGood(authorization.replace('Bearer ', ''), url)) {
      const says =
        authorizationServer || metadataUrl
          ? `Bearer resource_metadata="${metadataUrl ?? metadata}"`
          : 'Bearer';
      return void response.writeHead(401, { 'www-authenticate': says }).end();
    }
    if (body !== '') methods.push(JSON.parse(body).method);
    pass(request, response, behind, body);
  });
  return { url: `${origin}/mcp`, methods, shown };
}

/** Goes where a browser would go. @returns what its user is shown in the end */
export async function browse(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

function pass(request: IncomingMessage, response: ServerResponse, behind: string, body: string): void {
  const { authorization: _, host: __, ...headers } = request.headers;
  const onward = requestHttp(behind, { method: request.method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(body);
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
