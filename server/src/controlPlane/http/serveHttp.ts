import { hkdfSync, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { Approvals } from '../access/approval.ts';
import type { Guard, ObserveCall } from '../access/guard.ts';
import { identifyByToken } from '../access/principal.ts';
import { MemoryQuotas } from '../access/rateLimiter.ts';
import { Auditor } from '../audit/auditor.ts';
import { tokenVerifier } from '../authentication/tokenVerifier.ts';
import type { HttpOptions } from '../settings/options.ts';
import type { AuditLog } from '../store/auditLog.ts';
import type { QuotaStore } from '../store/limitStore.ts';
import { addressesOf } from './addresses.ts';
import { Door } from './door.ts';
import { HttpError } from './httpError.ts';
import { ListenError } from './listenError.ts';
import { type Log, openLog } from './log.ts';
import { McpEndpoint, type McpSource } from './mcpEndpoint.ts';
import { Metrics } from './metrics.ts';
import { NodeServer } from './nodeServer.ts';

/** A store that takes longer to answer is not ready, in milliseconds. */
const READY_WITHIN = 2_000;

/** What is served. */
export interface Service {
  /** @param guard who may do what, for whoever a request comes from */
  source(guard: Guard): McpSource;
  /** Where it is kept who did what. */
  audit: Pick<AuditLog, 'append'>;
  /** Told of every call that ended, as the node's own metrics are. */
  observe?: ObserveCall;
  /** Adds metrics of its own to what Prometheus reads. */
  measure?(registry: Registry): void;
  /** @throws where requests could not be answered now */
  ping(): Promise<void>;
}

export interface Serving {
  /** Of the MCP endpoint. */
  url: URL;
  /** That it listens at. */
  port: number;
  /** Why it takes no more connections though nobody stopped it; unresolved while it does. */
  lost: Promise<Error>;
  /** Finishes what is under way and ends. */
  stop(): Promise<void>;
}

/**
 * Serves MCP over Streamable HTTP, to whom tokens let in.
 *
 * @param quotas where rates are counted; default: on this node alone
 * @throws ListenError
 */
export async function serveHttp(
  options: HttpOptions,
  service: Service,
  log: Log = openLog(options.logLevel),
  quotas: QuotaStore = new MemoryQuotas(),
): Promise<Serving> {
  const stateKey = options.stateKey ?? randomBytes(32);
  const metrics: Metrics = new Metrics({
    sessions: () => endpoint.sessions,
    requests: () => server.underWay,
  });
  service.measure?.(metrics.registry);
  const guard: Guard = {
    identify: identifyByToken,
    approvals: new Approvals(derive(stateKey, 'approvals'), identifyByToken),
    auditor: new Auditor(service.audit, options.node),
    quotas,
    limits: options.limits,
    observe: (call) => {
      metrics.observeCall(call);
      service.observe?.(call);
      const { rule, what, principal } = call;
      if (rule !== undefined) log.warn({ rule, what, subject: principal.subject }, 'refused');
    },
  };
  const sessions = { key: derive(stateKey, 'sessions'), shared: options.stateKey !== undefined };
  const endpoint = new McpEndpoint(service.source(guard), sessions, ({ name }) =>
    log.debug({ error: name }, 'a request that MCP refused'),
  );
  let door: Door | undefined;
  const server = new NodeServer(
    options,
    async (request) => {
      if (!door || server.isStopping)
        throw new HttpError(503, 'The control plane is about to end. Try again.');
      return await door.answer(request);
    },
    (error) => log.error({ error: (error as Error).name }, 'an answer could not be sent'),
  );
  const port = await server.listen(options.listen).catch((error) => {
    throw new ListenError(options.listen, error);
  });
  const addresses = addressesOf(options, port);
  const { jwt } = options.tokens;
  door = new Door({
    addresses,
    verifier: tokenVerifier(options.tokens, addresses.publicUrl.href),
    ...(jwt ? { issuer: jwt.issuer } : {}),
    quotas,
    limits: options.limits,
    endpoint,
    metrics,
    log,
    checkReady: () => answers(service),
  });
  log.info({ url: addresses.publicUrl.href, port }, 'listening');
  void server.lost.then((error) => log.error({ error: error.message }, 'no longer listening'));
  return {
    url: addresses.publicUrl,
    port,
    lost: server.lost,
    stop: async () => {
      log.info({ requests: server.underWay }, 'ending');
      await server.stop(options.shutdownTimeout);
      await endpoint.close();
      log.info('ended');
    },
  };
}

/** @throws where the store does not */
async function answers(service: Service): Promise<void> {
  const silence = new AbortController();
  try {
    const late = setTimeout(READY_WITHIN, 'late', { signal: silence.signal, ref: false });
    const first = await Promise.race([service.ping(), late]);
    if (first === 'late') throw new Error(`the store did not answer within ${READY_WITHIN / 1_000} s`);
  } finally {
    silence.abort();
  }
}

/** One key for each use, so that what was sealed for one is no good for another. */
function derive(key: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `heady control plane ${use}`, 32));
}
