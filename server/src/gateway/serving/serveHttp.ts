import { identifyByToken, principalOf } from '../../controlPlane/access/principal.ts';
import { type Service, type Serving, serveHttp } from '../../controlPlane/http/serveHttp.ts';
import type { HttpOptions } from '../../controlPlane/settings/options.ts';
import type { Gateway } from '../gateway.ts';
import { INTENSITY } from '../supervision/restartIntensity.ts';
import type { Observer } from '../telemetry/endedCall.ts';
import { gatewayMetrics } from '../telemetry/gatewayMetrics.ts';
import { gatewayServer, serverFor } from './downstream.ts';
import { SessionPool } from './sessionPool.ts';

/**
 * Serves a gateway over Streamable HTTP, to whom tokens let in, and again where its listener is lost.
 *
 * @param serve listens
 * @throws ListenError
 */
export async function serveGateway(
  options: HttpOptions,
  gateway: Gateway,
  serve: (options: HttpOptions, service: Service) => Promise<Serving> = serveHttp,
): Promise<Pick<Serving, 'url' | 'stop'>> {
  const service = serviceOf(gateway);
  let { port } = options.listen;
  const supervisor = gateway.supervision.root.supervisor({ id: 'HTTP', intensity: INTENSITY });
  const listener = supervisor.child({
    id: 'listener',
    title: 'The HTTP listener',
    policy: () => 'permanent',
    start: async (ended) => {
      const serving = await serve({ ...options, listen: { ...options.listen, port } }, service);
      // Clients look for it where it was.
      port = serving.port;
      void serving.lost.then(async ({ message }) => {
        // What is left of it may still hold the port.
        await serving.stop();
        ended(message);
      });
      return serving;
    },
    stop: (serving) => serving.stop(),
  });
  try {
    const { url } = await listener.use();
    return {
      url,
      stop: async () => {
        await supervisor.remove();
        await gateway.close();
      },
    };
  } catch (error) {
    await supervisor.remove();
    throw error;
  }
}

function serviceOf(gateway: Gateway): Service {
  const pool = new SessionPool(gateway);
  let measured: Observer | undefined;
  return {
    audit: { append: async () => {} },
    measure: (registry) => {
      const { governance, upstreams } = gateway;
      const { observers } = governance;
      // A listener that was lost had a registry of its own.
      if (measured) observers.splice(observers.indexOf(measured), 1);
      measured = gatewayMetrics(registry, governance, upstreams);
      observers.push(measured);
    },
    ping: async () => {},
    source: () => ({
      makeServer: (announcing) => {
        if (announcing !== 'elsewhere') return gatewayServer(gateway, identifyByToken);
        const server = serverFor(gateway, (context) => pool.of(identifyByToken(context), context, server));
        return server;
      },
      watch: (listener) => pool.watch(listener),
      listen: (user, uris, signal) => pool.listen(principalOf(user), uris, signal),
    }),
  };
}
