import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** Stands before the nodes as a proxy does: each connection goes to the node that has the fewest and answers. */
export class LoadBalancer {
  readonly #server: Server;
  /** Each node's connections. */
  readonly #nodes = new Map<number, Set<Socket>>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<LoadBalancer> {
    // What is read while there is no connection to a node yet would be lost.
    const server = createServer({ pauseOnConnect: true });
    const balancer = new LoadBalancer(server);
    server.on('connection', (client) => balancer.#connect(client, new Set()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get url(): URL {
    const address = this.#server.address();
    return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/mcp`);
  }

  add(port: number): void {
    this.#nodes.set(port, new Set());
  }

  remove(port: number): void {
    this.#nodes.delete(port);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const sockets of this.#nodes.values()) for (const socket of sockets) socket.destroy();
    await closed;
  }

  #connect(client: Socket, tried: Set<number>): void {
    const [next] = [...this.#nodes]
      .filter(([port]) => !tried.has(port))
      .sort(([, some], [, others]) => some.size - others.size);
    if (!next) {
      client.destroy();
      return;
    }
    const [port, sockets] = next;
    const node = createConnection(port, '127.0.0.1');
    sockets.add(client);
    const failed = () => {
      sockets.delete(client);
      this.#connect(client, tried.add(port));
    };
    node.once('error', failed);
    node.once('connect', () => {
      node.off('error', failed);
      for (const [from, to] of [
        [client, node],
        [node, client],
      ] as const) {
        from.on('error', () => {});
        from.on('close', () => {
          sockets.delete(client);
          to.destroy();
        });
        from.pipe(to);
      }
    });
  }
}
