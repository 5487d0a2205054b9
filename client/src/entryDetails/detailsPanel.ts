import {
  CancellationTokenSource,
  commands,
  Disposable,
  type ExtensionContext,
  env,
  Uri,
  type WebviewPanel,
} from 'vscode';
import { type EntryDetails, EntryMethods, type EntryRef } from '../../../server/src/protocol/entryDetails.ts';
import { Commands } from '../../../server/src/protocol.ts';
import { openManifest } from '../catalog/openManifest.ts';
import { reportFailures, wordsOf } from '../failures.ts';
import { openBeside } from '../panels/openBeside.ts';
import { pagesRoot, panelIcon, showPage } from '../panels/panelPage.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { EntryAction, FromPage, ToPage } from '../webviews/entryDetails/messages.ts';
import { applyFix } from './applyFix.ts';
import type { VersionDocuments } from './versionDocuments.ts';

export interface PanelParts {
  server: HeadyServer;
  versions: VersionDocuments;
  extensionUri: ExtensionContext['extensionUri'];
  /** Shows another entry in a tab of its own. */
  open(ref: EntryRef): void;
}

/** The tab of one entry. It asks anew whenever manifests or catalog change while it is to be seen. */
export class DetailsPanel implements Disposable {
  readonly panel: WebviewPanel;
  readonly #ref: EntryRef;
  readonly #parts: PanelParts;
  readonly #subscriptions: Disposable;
  #depth = 1;
  #details: EntryDetails | undefined;
  #isStale = false;
  #fetching: Promise<void> | undefined;
  #question = new CancellationTokenSource();

  /** @param panel made or restored by the editor */
  constructor(panel: WebviewPanel, ref: EntryRef, parts: PanelParts) {
    this.panel = panel;
    this.#ref = ref;
    this.#parts = parts;
    const { server, extensionUri } = parts;
    panel.title = ref.name;
    panel.iconPath = panelIcon(extensionUri);
    panel.webview.options = { enableScripts: true, localResourceRoots: [pagesRoot(extensionUri)] };
    this.#subscriptions = Disposable.from(
      panel.webview.onDidReceiveMessage((message: FromPage) => this.#hear(message)),
      server.onDidChangeCatalog(() => this.#refresh()),
      server.onDidChangeControlPlane(() => this.#refresh()),
      server.onDidChangeState((state) => {
        if (state === 'running' || state === 'failed') this.#refresh();
      }),
    );
    showPage(panel, extensionUri, 'entryDetails', ref.name);
  }

  dispose(): void {
    this.#question.cancel();
    this.#subscriptions.dispose();
  }

  /** A page that is hidden is gone; it asks for all when it is shown again. */
  #refresh(): void {
    if (!this.panel.visible) return;
    this.#isStale = true;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
  }

  async #fetch(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      this.#question = new CancellationTokenSource();
      const params = { ...this.#ref, depth: this.#depth };
      try {
        const answer = await this.#parts.server.request(EntryMethods.details, params, this.#question.token);
        if (answer.state === 'known') this.#details = answer;
        this.#tell({ type: 'details', answer });
      } catch (cause) {
        if (!this.#question.token.isCancellationRequested)
          this.#tell({ type: 'failed', reason: wordsOf(cause) });
      }
    }
  }

  #tell(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  #hear(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        this.#tell({ type: 'entry', ref: this.#ref });
        this.#goTo(message.depth);
        break;
      case 'depth':
        this.#goTo(message.depth);
        break;
      case 'history':
        void this.#readHistory(message.cursor);
        break;
      case 'audit':
        void this.#readAudit(message.cursor);
        break;
      case 'openEntry':
        this.#parts.open(message.ref);
        break;
      case 'openPlace':
        void reportFailures('The file could not be opened', () =>
          openBeside(this.panel, message.uri, message.range),
        );
        break;
      case 'openRule':
        void reportFailures('The page could not be opened', async () => {
          await commands.executeCommand('markdown.showPreview', Uri.parse(message.page));
        });
        break;
      case 'fix':
        void reportFailures('The fix was not applied', async () => {
          await openBeside(this.panel, message.uri, message.range, { preserveFocus: true });
          await applyFix(message);
        });
        break;
      case 'compare':
        void reportFailures('The versions could not be compared', () =>
          this.#parts.versions.compare(this.#ref, message.from, message.to),
        );
        break;
      case 'act':
        void reportFailures('That could not be done', () => this.#act(message.action));
        break;
    }
  }

  #goTo(depth: number): void {
    this.#depth = depth;
    this.#question.cancel();
    this.#refresh();
  }

  async #readHistory(cursor: string | undefined): Promise<void> {
    const params = { ...this.#ref, ...(cursor === undefined ? {} : { cursor }) };
    const history = await this.#answered(() => this.#parts.server.request(EntryMethods.history, params));
    this.#tell({ type: 'history', isFirst: cursor === undefined, history });
  }

  async #readAudit(cursor: string | undefined): Promise<void> {
    const params = { ...this.#ref, ...(cursor === undefined ? {} : { cursor }) };
    const audit = await this.#answered(() => this.#parts.server.request(EntryMethods.audit, params));
    this.#tell({ type: 'audit', isFirst: cursor === undefined, audit });
  }

  /** A server that is down is one more reason why there is no answer. */
  async #answered<T>(ask: () => Promise<T>): Promise<T | { state: 'unavailable'; message: string }> {
    try {
      return await ask();
    } catch (cause) {
      return { state: 'unavailable', message: wordsOf(cause) };
    }
  }

  async #act(action: EntryAction): Promise<void> {
    const { name } = this.#ref;
    switch (action) {
      case 'openManifest':
        if (this.#details?.place) await openManifest(this.#details.place);
        break;
      case 'register':
        await commands.executeCommand(Commands.register, { kind: this.#ref.kind, name });
        break;
      case 'promote':
        await commands.executeCommand('heady.catalog.promote', this.#ref);
        break;
      case 'retire':
        await commands.executeCommand('heady.catalog.retire', this.#ref);
        break;
      case 'copyName':
        await env.clipboard.writeText(name);
        break;
      case 'reconnect':
        await commands.executeCommand('heady.controlPlane.restart');
        break;
      case 'signIn':
        await commands.executeCommand(
          'heady.environment.signIn',
          ...(this.#ref.environment ? [this.#ref.environment] : []),
        );
        break;
      case 'switch':
        await commands.executeCommand('heady.environment.switch', this.#ref.environment);
        break;
      case 'showLog':
        await commands.executeCommand('heady.server.showLog');
        break;
    }
  }
}
