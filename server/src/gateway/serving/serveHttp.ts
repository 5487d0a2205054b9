import { identifyByToken, principalOf } from '../../controlPlane/access/principal.ts';
import { type Service, type Serving, serveHttp } from '../../controlPlane/http/serveHttp.ts';
import type { HttpOptions } from '../../controlPlane/settings/options.ts';
import type { Gateway } from '../gateway.ts';
import { gatewayMetrics } from '../telemetry/gatewayMetrics.ts';
import { gatewayServer, serverFor } from './downstream.ts';
import { SessionPool } from './sessionPool.ts';

/**
 * Serves a gateway over Streamable HTTP, to whom tokens let in.
 *
 * @throws ListenError
 */
export async function serveGateway(options: HttpOptions, gateway: Gateway): Promise<Serving> {
  const serving = await serveHttp(options, serviceOf(gateway));
  return {
    url: serving.url,
    stop: async () => {
      await serving.stop();
      await gateway.close();
    },
  };
}

function serviceOf(gateway: Gateway): Service {
  const pool = new SessionPool(gateway);
  return {
    audit: { append: async () => {} },
    measure: (registry) => {
      const { governance, upstreams } = gateway;
      governance.observers.push(gatewayMetrics(registry, governance, upstreams));
    },
    ping: async () => {},
    source: () => ({
      makeServer: (announcing) => {
        if (announcing !== 'elsewhere') return gatewayServer(gateway, identifyByToken);
        const server = serverFor((context) => pool.of(identifyByToken(context), context, server));
        return server;
      },
      watch: (listener) => pool.watch(listener),
      listen: (user, uris, signal) => pool.listen(principalOf(user), uris, signal),
    }),
  };
}
