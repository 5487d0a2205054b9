import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How PostgreSQL's protocol says it, as a simple query. */
const COMMIT = Buffer.from('COMMIT\0');

/** Long enough for a server on the same machine to commit. */
const COMMIT_TIME = 200;

/** Stands between a client and PostgreSQL and cuts connections where it hurts. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cutAtCommit: { when: 'before' | 'after'; done(): void } | undefined;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(target: number, port = 0): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server);
    server.on('connection', (client) => proxy.#connect(client, target));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /**
   * The next COMMIT is the last thing on its connection: lost on the way there, or its answer on the way back.
   *
   * @returns when that has happened
   */
  cutAtNextCommit(when: 'before' | 'after'): Promise<void> {
    return new Promise((done) => {
      this.#cutAtCommit = { when, done };
    });
  }

  /** Cuts all connections there are. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #connect(client: Socket, target: number): void {
    const server = createConnection(target, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    server.pipe(client);
    client.on('data', (data) => {
      if (!this.#cutAtCommit || !data.includes(COMMIT)) server.write(data);
      else void this.#cutHere(client, server, data);
    });
  }

  async #cutHere(client: Socket, server: Socket, data: Buffer): Promise<void> {
    const cut = this.#cutAtCommit;
    this.#cutAtCommit = undefined;
    server.unpipe(client);
    if (cut?.when === 'after') {
      server.write(data);
      await sleep(COMMIT_TIME);
    }
    client.destroy();
    cut?.done();
  }
}
