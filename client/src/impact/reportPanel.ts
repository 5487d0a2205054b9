import { commands, type Disposable, Uri, type WebviewPanel } from 'vscode';
import type { ImpactFocus } from '../../../server/src/protocol/impact.ts';
import { reportFailures } from '../failures.ts';
import { openBeside } from '../panels/openBeside.ts';
import { openPanel, showPage } from '../panels/panelPage.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { FromPage, ToPage } from '../webviews/impactReport/messages.ts';
import { exportReport } from './exportReport.ts';
import type { ImpactCheck } from './impactCheck.ts';
import { watchManifests } from './manifestChanges.ts';

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
    const panel = openPanel('heady.impactReport', 'Impact Check', this.#extensionUri);
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
    showPage(panel, this.#extensionUri, 'impactReport', 'Impact Check');
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
          openBeside(this.#panel, message.uri, message.range),
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

  async #explain(rule: string): Promise<void> {
    const page = Uri.joinPath(this.#extensionUri, 'docs', 'rules', `${rule}.md`);
    await commands.executeCommand('markdown.showPreview', page);
  }
}
