import type { Alerts } from '../telemetry/alerts.ts';
import type { Upstream } from '../upstream.ts';
import { INTENSITY } from './restartIntensity.ts';
import { Supervisor } from './supervisor.ts';

/**
 * The one tree of what a gateway keeps running:
 *
 *     gateway
 *     ├── call log, HTTP listener, watcher of the processes
 *     └── servers
 *         └── each server
 *             └── each client's connection to each of its replicas
 */
export class GatewaySupervision {
  readonly root: Supervisor;
  readonly #all: Supervisor;
  readonly #servers = new Map<string, Supervisor>();

  /** @param alerts where people hear of what ended too often */
  constructor(alerts: Alerts) {
    const causeOf = ({ id }: Supervisor) => ({ cause: `supervision ${id}`, ...this.#serverOf(id) });
    this.root = new Supervisor({
      id: 'gateway',
      news: {
        givenUp: (supervisor, reason) => {
          const message = `"${supervisor.id}": ${supervisor.verdict} ${reason}`;
          alerts.raise({ ...causeOf(supervisor), message });
        },
        recovered: (supervisor) =>
          alerts.recover({ ...causeOf(supervisor), message: `"${supervisor.id}" is kept running again.` }),
      },
    });
    this.#all = this.root.supervisor({ id: 'servers' });
  }

  /** Supervises all connections to a server. What is no process of ours is only waited for, each time a little longer. */
  of({ name, transport }: Upstream): Supervisor {
    const limit = transport === 'stdio' ? { intensity: INTENSITY } : {};
    const found = this.#servers.get(name) ?? this.#all.supervisor({ id: name, ...limit });
    this.#servers.set(name, found);
    return found;
  }

  #serverOf(id: string): { server?: string } {
    return this.#servers.has(id) ? { server: id } : {};
  }
}
