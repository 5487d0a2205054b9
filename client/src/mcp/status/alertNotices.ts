import { setTimeout } from 'node:timers/promises';
import { commands, type Disposable, window, workspace } from 'vscode';
import type { GatewayAlert } from '../../../../server/src/protocol/gatewayOverview.ts';
import type { HeadyServer } from '../../server/headyServer.ts';
import { plainWords } from '../plainWords.ts';
import { AlertQueue } from './alertQueue.ts';

/** VS Code takes a notification away after less than that, though it still can be answered then. In milliseconds. */
const IN_SIGHT = 15_000;

/** How long the status bar says that something is over, in milliseconds. */
const RELIEF = 8_000;

const SHOW = 'Show Servers';

/** Tells the user at once what is wrong with MCP servers, as far as they want to be told. */
export class AlertNotices implements Disposable {
  readonly #queue = new AlertQueue((alert) => this.#show(alert));
  readonly #subscription: Disposable;

  constructor(server: HeadyServer) {
    this.#subscription = server.onDidAlert((alert) => this.#hear(alert));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #hear(alert: GatewayAlert): void {
    // What waits for a decision has a notification of its own, that leads there.
    if (alert.cause.startsWith('pins ')) return;
    const wanted = workspace.getConfiguration('heady').get<string>('gateway.notifications', 'all');
    if (alert.feeling === 'pleasure') {
      const wasTold = this.#queue.settle(alert.cause);
      if (wasTold && wanted === 'all')
        window.setStatusBarMessage(`$(check) ${plainWords(alert.message, 120)}`, RELIEF);
    } else if (wanted !== 'none') this.#queue.raise(alert);
  }

  async #show({ message }: GatewayAlert): Promise<void> {
    const answered = Promise.resolve(window.showWarningMessage(plainWords(message), SHOW)).then(
      async (answer) => {
        if (answer === SHOW) await commands.executeCommand('heady.mcp.focus');
      },
    );
    await Promise.race([answered, setTimeout(IN_SIGHT, undefined, { ref: false })]);
  }
}
