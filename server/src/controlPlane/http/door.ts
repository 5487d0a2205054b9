import { randomUUID } from 'node:crypto';
import {
  type AuthInfo,
  bearerAuthChallengeResponse,
  OAuthError,
  OAuthErrorCode,
  type OAuthTokenVerifier,
  verifyBearerToken,
} from '@modelcontextprotocol/server';
import { type Limits, limitMessage, requestLimits, ruleOf } from '../access/limits.ts';
import { plainText } from '../access/plainText.ts';
import { type Principal, principalOf, withCorrelation } from '../access/principal.ts';
import { takeRate } from '../access/rateLimiter.ts';
import type { QuotaStore } from '../store/limitStore.ts';
import { type Addresses, checkCaller, MCP_PATH } from './addresses.ts';
import { HttpError } from './httpError.ts';
import type { Log } from './log.ts';
import type { McpEndpoint } from './mcpEndpoint.ts';
import type { Metrics } from './metrics.ts';
import type { Answer, IncomingRequest } from './nodeServer.ts';

export interface DoorOptions {
  addresses: Addresses;
  verifier: OAuthTokenVerifier;
  /** Who issues tokens, for clients that look for it; absent: nobody they could turn to. */
  issuer?: string;
  quotas: QuotaStore;
  limits: Limits;
  endpoint: McpEndpoint;
  metrics: Metrics;
  log: Log;
  /** @throws where requests could not be answered now; the message says why */
  checkReady(): Promise<void>;
}

/** Of Streamable HTTP: a message, a stream, the end of a session. */
const METHODS = ['POST', 'GET', 'DELETE'];

/** What is known of a request by the time it is answered, for the log. */
interface Visit {
  requestId: string;
  principal?: Principal;
  /** Methods of its messages, each once: a client may send more messages than a line of a log should hold. */
  methods?: readonly string[];
}

/** Paths that have an answer; others count as one in the metrics. */
type Route = (request: IncomingRequest, visit: Visit) => Promise<Answer>;

/** Decides who comes in: names, tokens, rates. What comes in is answered by the MCP endpoint. */
export class Door {
  readonly #options: DoorOptions;
  readonly #routes: ReadonlyMap<string, Route>;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#routes = new Map<string, Route>([
      // A load balancer asks by address, not by name, and has no token; these say nothing worth one.
      ['/healthz', async () => plain(200, 'ok')],
      ['/readyz', () => this.#readiness()],
      ['/.well-known/oauth-protected-resource', this.#named(() => this.#metadata())],
      [options.addresses.metadataUrl.pathname, this.#named(() => this.#metadata())],
      ['/metrics', this.#named((request, visit) => this.#metrics(request, visit))],
      [MCP_PATH, this.#named((request, visit) => this.#mcp(request, visit))],
    ]);
  }

  async answer(request: IncomingRequest): Promise<Answer> {
    const { metrics, log } = this.#options;
    const began = performance.now();
    const requestId = randomUUID();
    const visit: Visit = { requestId };
    const route = this.#routes.get(request.path);
    const { response, ...rest } = await this.#attempt(route, request, visit);
    const path = route ? request.path : 'other';
    metrics.countRequest(path, response.status);
    const facts = {
      requestId,
      method: plainText(request.method, 10),
      path,
      status: response.status,
      milliseconds: Math.round(performance.now() - began),
      ...(visit.principal ? { subject: visit.principal.subject } : {}),
      ...(visit.methods ? { messages: visit.methods } : {}),
    };
    log[path === MCP_PATH || path === 'other' ? 'info' : 'debug'](facts, 'request');
    const headers = new Headers(response.headers);
    headers.set('x-request-id', requestId);
    return { response: new Response(response.body, { status: response.status, headers }), ...rest };
  }

  async #attempt(route: Route | undefined, request: IncomingRequest, visit: Visit): Promise<Answer> {
    try {
      if (!route) throw new HttpError(404, `There is nothing here. MCP is spoken at ${MCP_PATH}.`);
      return await route(request, visit);
    } catch (error) {
      if (error instanceof HttpError) return { response: error.response() };
      if (error instanceof OAuthError) return { response: this.#challenge(error) };
      if (request.signal.aborted) return plain(499, 'The client is gone.');
      const { requestId } = visit;
      const { name, stack = '' } = error as Error;
      // The message may repeat what was sent; where it happened does not.
      const at = stack.split('\n').filter((line) => line.startsWith('    at '));
      this.#options.log.error({ requestId, error: name, at }, 'could not answer');
      return {
        response: new HttpError(
          500,
          `Something went wrong here. The log tells under ${requestId}.`,
        ).response(),
      };
    }
  }

  /** Only for whoever calls us by one of our names. */
  #named(route: Route): Route {
    return async (request, visit) => {
      checkCaller(request.headers, this.#options.addresses);
      return await route(request, visit);
    };
  }

  async #readiness(): Promise<Answer> {
    try {
      await this.#options.checkReady();
      return plain(200, 'ready');
    } catch (error) {
      return plain(503, `not ready: ${(error as Error).message}`);
    }
  }

  /** RFC 9728: what this is, and whose tokens open it. */
  async #metadata(): Promise<Answer> {
    const { addresses, issuer } = this.#options;
    const metadata = {
      resource: addresses.publicUrl.href,
      resource_name: 'Heady control plane',
      ...(issuer === undefined ? {} : { authorization_servers: [issuer] }),
      bearer_methods_supported: ['header'],
    };
    return { response: Response.json(metadata, { headers: { 'access-control-allow-origin': '*' } }) };
  }

  async #metrics(request: IncomingRequest, visit: Visit): Promise<Answer> {
    await this.#authenticate(request, visit);
    const { metrics } = this.#options;
    const headers = { 'content-type': metrics.contentType };
    return { response: new Response(await metrics.text(), { headers }) };
  }

  async #mcp(request: IncomingRequest, visit: Visit): Promise<Answer> {
    if (!METHODS.includes(request.method)) {
      throw new HttpError(405, `MCP knows ${METHODS.join(', ')} only.`, {
        headers: { allow: METHODS.join(', ') },
      });
    }
    const authInfo = await this.#authenticate(request, visit);
    const principal = principalOf(authInfo);
    await this.#take(principal, 1);
    const body = request.method === 'POST' ? await request.body() : undefined;
    const exchange = this.#options.endpoint.read(request, body);
    visit.methods = [...new Set(exchange.methods)];
    if (exchange.methods.length > 1) await this.#take(principal, exchange.methods.length - 1);
    return await this.#options.endpoint.answer(exchange, withCorrelation(authInfo, visit.requestId));
  }

  /** @throws OAuthError, and HttpError for somebody who has no role */
  async #authenticate({ headers }: IncomingRequest, visit: Visit): Promise<AuthInfo> {
    const { verifier } = this.#options;
    const authInfo = await verifyBearerToken(headers.get('authorization'), { verifier });
    const principal = principalOf(authInfo);
    visit.principal = principal;
    if (principal.roles.length === 0) {
      this.#options.metrics.countRefusal('access/no-role');
      throw new HttpError(
        403,
        'Refused by access/no-role. The token is valid, but gives no role that is known here.',
      );
    }
    return authInfo;
  }

  async #take(principal: Principal, cost: number): Promise<void> {
    const { quotas, limits, metrics } = this.#options;
    const reached = await takeRate(quotas, requestLimits(principal, limits), cost);
    if (!reached) return;
    metrics.countRefusal(ruleOf(reached));
    const headers = { 'retry-after': String(reached.retryAfter) };
    throw new HttpError(429, `Refused by ${ruleOf(reached)}. ${limitMessage(reached)}`, { headers });
  }

  #challenge(error: OAuthError): Response {
    if (error.code === OAuthErrorCode.TemporarilyUnavailable)
      return new HttpError(503, error.message).response();
    this.#options.metrics.countRefusal('access/token');
    return bearerAuthChallengeResponse(error, {
      resourceMetadataUrl: this.#options.addresses.metadataUrl.href,
    });
  }
}

function plain(status: number, text: string): Answer {
  return { response: new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain' } }) };
}
