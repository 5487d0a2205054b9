import { Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Gateway } from '../gateway.ts';
import { statusWords } from './statusWords.ts';

/** How often what grows older is told anew, in milliseconds. */
const MINUTE = 60_000;

/** In the status bar, what is wrong with MCP servers; hidden when all is well. A click shows them. */
export class McpStatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('heady.mcp', StatusBarAlignment.Left, 48);
  readonly #gateway: Gateway;
  readonly #subscription: Disposable;
  readonly #ticking: NodeJS.Timeout;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
    this.#item.name = 'Heady MCP';
    this.#item.command = 'heady.mcp.focus';
    this.#subscription = Disposable.from(gateway.onDidChange(() => this.#show()));
    this.#ticking = setInterval(() => this.#show(), MINUTE);
    this.#ticking.unref();
  }

  dispose(): void {
    clearInterval(this.#ticking);
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { status } = this.#gateway;
    const words = status && statusWords(status, new Date());
    if (!words) {
      this.#item.hide();
      return;
    }
    const { text, details, severity } = words;
    this.#item.text = `$(${severity}) ${text}`;
    const tooltip = new MarkdownString();
    // What servers say of themselves is data: appendText keeps it from being anything else.
    for (const detail of details) tooltip.appendMarkdown('- ').appendText(detail).appendMarkdown('\n');
    tooltip.appendMarkdown('\nClick to see the servers.');
    this.#item.tooltip = tooltip;
    this.#item.backgroundColor =
      severity === 'error' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.accessibilityInformation = {
      label: [text, ...details, 'Show the servers.'].join('. '),
      role: 'button',
    };
    this.#item.show();
  }
}
