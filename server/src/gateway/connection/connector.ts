import { Client, type ClientOptions, SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import packageJson from '../../../../package.json' with { type: 'json' };
import type { OpenWay, Way } from '../transports/open.ts';
import type { Upstream } from '../upstream.ts';
import { explained } from './explained.ts';

/** A server may have to be downloaded before it can say anything. In milliseconds. */
const PATIENCE = 60_000;

/**
 * A process that does not answer a question of the newer protocol for so long does not know it; the most that do not know it
 * say so at once. On a busy machine a process is started for many seconds. In milliseconds.
 */
const PROBE_PATIENCE = 20_000;

/** The gateway, as servers know it. */
export const IDENTITY = { name: 'heady-gateway', title: 'Heady gateway', version: packageJson.version };

export interface Connection {
  readonly client: Client;
  readonly way: Way;
}

/** Connects to servers of either era, and remembers which of them know the older one only. */
export class Connector {
  readonly #open: OpenWay;
  readonly #legacy = new Set<string>();

  constructor(open: OpenWay) {
    this.#open = open;
  }

  /**
   * @param capabilities what whoever is behind the gateway can do for the server
   * @param prepare sets the client's handlers before it says anything
   * @throws Error saying why it cannot be reached; then nothing is left open
   */
  async connect(
    upstream: Upstream,
    replica: string,
    capabilities: NonNullable<ClientOptions['capabilities']>,
    prepare: (client: Client) => void,
  ): Promise<Connection> {
    const key = `${upstream.name} ${replica}`;
    const attempt = async (isLegacy: boolean): Promise<Connection> => {
      const way = await this.#open(upstream, replica);
      const client = new Client(IDENTITY, {
        capabilities,
        versionNegotiation: { mode: 'auto', probe: probeOf(upstream) },
      });
      prepare(client);
      try {
        const prior = isLegacy || way.isLegacy ? { prior: { kind: 'legacy' as const } } : {};
        await client.connect(way.transport, { timeout: PATIENCE, ...prior });
        return { client, way };
      } catch (error) {
        client.onclose = () => {};
        await way.transport.close().catch(() => {});
        throw explained(error as Error, upstream, way);
      }
    };
    if (this.#legacy.has(key)) return await attempt(true);
    try {
      return await attempt(false);
    } catch (error) {
      // Some end at the first request that they do not know.
      if (upstream.transport !== 'stdio' || !isNegotiation((error as Error).cause)) throw error;
      const connection = await attempt(true);
      this.#legacy.add(key);
      return connection;
    }
  }
}

/** Where nothing else is said, what it takes to connect is what it takes to answer. */
function probeOf({ transport }: Upstream): { timeoutMs?: number } {
  return transport === 'stdio' ? { timeoutMs: PROBE_PATIENCE } : {};
}

function isNegotiation(error: unknown): boolean {
  return error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed;
}
