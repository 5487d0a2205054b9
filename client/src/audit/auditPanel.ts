import type { Disposable, Uri, WebviewPanel } from 'vscode';
import {
  type AuditAnswer,
  type AuditFilter,
  type AuditLog,
  AuditMethods,
  type AuditParams,
} from '../../../server/src/protocol/audit.ts';
import type { EnvironmentService } from '../environments/environmentService.ts';
import { reportFailures, wordsOf } from '../failures.ts';
import type { Gateway } from '../mcp/gateway.ts';
import { openPanel, showPage } from '../panels/panelPage.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { FromPage, ToPage } from '../webviews/audit/messages.ts';
import { exportAudit } from './exportAudit.ts';

/** What of a log is to be shown. */
export interface Shown {
  log: AuditLog;
  filter: AuditFilter;
}

export interface AuditParts {
  server: HeadyServer;
  gateway: Gateway;
  environments: EnvironmentService;
  extensionUri: Uri;
}

/** The audit logs in a panel. There is one at most; opening it again brings it to the front. */
export class AuditPanel implements Disposable {
  readonly #server: HeadyServer;
  readonly #gateway: Gateway;
  readonly #environments: EnvironmentService;
  readonly #extensionUri: Uri;
  #panel: WebviewPanel | undefined;
  /** What the page is still to be told to show. */
  #toShow: Shown | undefined;

  constructor({ server, gateway, environments, extensionUri }: AuditParts) {
    this.#server = server;
    this.#gateway = gateway;
    this.#environments = environments;
    this.#extensionUri = extensionUri;
  }

  /** @param shown absent: what was shown last */
  show(shown?: Shown): void {
    // A page that is hidden is gone; it hears of it when it is shown again.
    if (this.#panel?.visible && shown) this.#tell({ type: 'show', ...shown });
    else this.#toShow = shown;
    if (this.#panel) this.#panel.reveal();
    else this.#open();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const panel = openPanel('heady.audit', 'Audit', this.#extensionUri);
    this.#panel = panel;
    const subscriptions = [
      panel.webview.onDidReceiveMessage((message: FromPage) => this.#hear(message)),
      this.#gateway.onDidChange(() => this.#tellServers()),
      this.#environments.onDidChange(() => this.#tellEnvironment()),
    ];
    panel.onDidDispose(() => {
      this.#panel = undefined;
      for (const subscription of subscriptions) subscription.dispose();
    });
    showPage(panel, this.#extensionUri, 'audit', 'Audit');
  }

  #hear(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        this.#tellServers();
        this.#tellEnvironment();
        if (this.#toShow) this.#tell({ type: 'show', ...this.#toShow });
        this.#toShow = undefined;
        break;
      case 'read':
        void this.#read(message.params).then((answer) =>
          this.#tell({ type: 'answer', id: message.id, answer }),
        );
        break;
      case 'export':
        void reportFailures('The records were not exported', () =>
          exportAudit(this.#server, message.log, this.#filterOf(message)),
        );
        break;
    }
  }

  async #read(params: AuditParams): Promise<AuditAnswer> {
    try {
      return await this.#server.request(AuditMethods.read, { ...params, filter: this.#filterOf(params) });
    } catch (cause) {
      return { state: 'offline', message: wordsOf(cause) };
    }
  }

  /** Where nobody chose a control plane, that of the folder that somebody works in is asked. */
  #filterOf({ log, filter }: Shown): AuditFilter {
    return log === 'controlPlane' ? { environment: this.#environments.current, ...filter } : filter;
  }

  #tellEnvironment(): void {
    this.#tell({ type: 'environment', current: this.#environments.current });
  }

  #tellServers(): void {
    const { declared = [], servers = [] } = this.#gateway.status ?? {};
    const names = new Set([...declared, ...servers].map(({ name }) => name));
    this.#tell({ type: 'servers', servers: [...names] });
  }

  #tell(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }
}
