import { randomBytes } from 'node:crypto';
import { commands, type Disposable, Range, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { ImpactFocus } from '../../../server/src/protocol/impact.ts';
import type { Range as WireRange } from '../../../server/src/protocol.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { FromPage, ToPage } from '../webviews/impactReport/messages.ts';
import { exportReport } from './exportReport.ts';
import type { ImpactCheck } from './impactCheck.ts';
import { watchManifests } from './manifestChanges.ts';
import { reportPage } from './reportPage.ts';

/** The report of Impact Check in a panel. There is one at most; opening it again brings it to the front. */
export class ReportPanel implements Disposable {
  readonly #check: ImpactCheck;
  readonly #server: HeadyServer;
  readonly #extensionUri: Uri;
  #panel: WebviewPanel | undefined;
  /** What the page is still to be told to show; null: everything. */
  #focusToTell: ImpactFocus | null | undefined;
  #isStale = false;

  constructor(check: ImpactCheck, server: HeadyServer, extensionUri: Uri) {
    this.#check = check;
    this.#server = server;
    this.#extensionUri = extensionUri;
  }

  /** Shows the report, and nothing but one manifest in it where that is asked for. */
  show(focus: ImpactFocus | undefined): void {
    // A page that is hidden is gone; it asks for all when it is shown again.
    if (this.#panel?.visible) this.#tell({ type: 'focus', focus });
    else this.#focusToTell = focus ?? null;
    if (this.#panel) this.#panel.reveal();
    else this.#open();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const root = Uri.joinPath(this.#extensionUri, 'dist', 'webviews');
    const panel = window.createWebviewPanel('heady.impactReport', 'Impact Check', ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [root],
    });
    panel.iconPath = {
      light: Uri.joinPath(this.#extensionUri, 'media', 'manifest-light.svg'),
      dark: Uri.joinPath(this.#extensionUri, 'media', 'manifest-dark.svg'),
    };
    this.#panel = panel;
    const subscriptions = [
      panel.webview.onDidReceiveMessage((message: FromPage) => this.#hear(message)),
      this.#check.onDidChangeRun((run) => {
        if (run.state === 'running') this.#isStale = false;
        this.#tell({ type: 'run', run });
      }),
      this.#check.onDidCheck((result) => this.#tell({ type: 'result', result })),
      watchManifests(() => this.#grewOld()),
    ];
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#check.cancel();
      for (const subscription of subscriptions) subscription.dispose();
    });
    panel.webview.html = reportPage({
      script: panel.webview.asWebviewUri(Uri.joinPath(root, 'impactReport.js')).toString(),
      style: panel.webview.asWebviewUri(Uri.joinPath(root, 'impactReport.css')).toString(),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
    });
  }

  #grewOld(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    this.#tell({ type: 'stale' });
  }

  #tell(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }

  #hear(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        this.#tellAll();
        break;
      case 'run':
        void this.#check.start();
        break;
      case 'cancel':
        this.#check.cancel();
        break;
      case 'showLog':
        void commands.executeCommand('heady.server.showLog');
        break;
      case 'open':
        void reportFailures('The file could not be opened', () =>
          this.#openPlace(message.uri, message.range),
        );
        break;
      case 'explainRule':
        void reportFailures('The page could not be opened', () => this.#explain(message.rule));
        break;
      case 'export':
        void reportFailures('The report was not exported', () =>
          exportReport(this.#server, this.#check.result?.files ?? 0, message.items),
        );
        break;
    }
  }

  /** Also to a page that VS Code took away while it was hidden, and made anew. */
  #tellAll(): void {
    const { run, result } = this.#check;
    if (this.#focusToTell !== undefined) this.#tell({ type: 'focus', focus: this.#focusToTell ?? undefined });
    this.#focusToTell = undefined;
    if (result) this.#tell({ type: 'result', result });
    if (this.#isStale) this.#tell({ type: 'stale' });
    if (run) this.#tell({ type: 'run', run });
  }

  /** Beside the report, which stays where it is. */
  async #openPlace(uri: string, { start, end }: WireRange): Promise<void> {
    const viewColumn = this.#panel?.viewColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
    const selection = new Range(start.line, start.character, end.line, end.character);
    await window.showTextDocument(Uri.parse(uri), { selection, viewColumn });
  }

  async #explain(rule: string): Promise<void> {
    const page = Uri.joinPath(this.#extensionUri, 'docs', 'rules', `${rule}.md`);
    await commands.executeCommand('markdown.showPreview', page);
  }
}
