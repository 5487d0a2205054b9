import { type Disposable, type OutputChannel, window } from 'vscode';
import type { Gateway } from './gateway.ts';

/** What the servers' processes say on standard error, an output of its own for each. */
export class ServerLogs implements Disposable {
  readonly #gateway: Gateway;
  readonly #channels = new Map<string, OutputChannel>();

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** @throws {Error} where the gateway cannot be asked */
  async show(server: string): Promise<void> {
    const lines = await this.#gateway.serverLog(server);
    const channel = this.#channels.get(server) ?? window.createOutputChannel(`Heady MCP: ${server}`);
    this.#channels.set(server, channel);
    channel.replace(
      lines.length > 0
        ? `${lines.join('\n')}\n`
        : `${server} has said nothing on standard error since it was connected to.\n`,
    );
    channel.show(true);
  }

  dispose(): void {
    for (const channel of this.#channels.values()) channel.dispose();
  }
}
