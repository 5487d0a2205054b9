import type pg from 'pg';
import type { Connections } from './connections.ts';
import { showPresence } from './nodePresence.ts';
import { CHANNEL } from './postgresDialect.ts';

/** Between attempts to listen again, and between looks at a database that may have notified in vain. Milliseconds. */
const RETRY = 250;
const POLL = 2_000;

/** Calls back when any node has written: at once by NOTIFY, and now and then in case one was lost. */
export class Listener {
  readonly #connections: Connections;
  readonly #wake: () => void;
  readonly #poll: NodeJS.Timeout;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isOpen = true;
  #connecting: Promise<void>;

  constructor(connections: Connections, wake: () => void) {
    this.#connections = connections;
    this.#wake = wake;
    this.#poll = setInterval(wake, POLL).unref();
    this.#connecting = this.#connect();
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    clearInterval(this.#poll);
    clearTimeout(this.#retry);
    await this.#connecting;
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = this.#connections.client();
    client.on('error', () => {});
    client.once('end', () => this.#lost(client));
    client.on('notification', () => this.#wake());
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      await showPresence(client);
      this.#client = client;
      // What was notified while nobody listened.
      this.#wake();
    } catch {
      await client.end().catch(() => {});
      this.#lost(client);
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    if (!this.#isOpen) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#connecting = this.#connect();
    }, RETRY).unref();
  }
}
