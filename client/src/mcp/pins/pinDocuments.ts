import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  EventEmitter,
  languages,
  TabInputTextDiff,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { PinItem, PinnedThing, PinReview } from '../../../../server/src/protocol/gatewayPins.ts';
import type { Gateway } from '../gateway.ts';
import { readable, thingWords } from './pinWords.ts';
import { lineOf } from './places.ts';

/** As in package.json. */
const SCHEME = 'heady-pin';

type Side = 'approved' | 'offered';

/** What was approved and what is offered, side by side, as texts that nobody can write to. */
export class PinDocuments implements TextDocumentContentProvider, Disposable {
  readonly #gateway: Gateway;
  readonly #changed = new EventEmitter<Uri>();
  readonly #flags = languages.createDiagnosticCollection('heady-pins');
  /** What is shown of each, by its key: that is what is decided about. */
  readonly #shown = new Map<string, PinReview>();
  readonly #subscriptions: Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
    this.#subscriptions = [
      this.#changed,
      this.#flags,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      workspace.onDidOpenTextDocument((document) => this.#flag(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#flag(document)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#flags.delete(uri)),
    ];
  }

  /** A tab that is left from before asks anew. */
  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const { thing, side } = partsOf(uri);
    const key = keyOf(thing);
    const review = this.#shown.get(key) ?? (await this.#gateway.reviewPin(thing));
    this.#shown.set(key, review);
    return review[side] ?? '';
  }

  /** Shows what changed. @throws {Error} where the gateway cannot be asked, or does not know it any more */
  async open(thing: PinnedThing): Promise<void> {
    const review = await this.#gateway.reviewPin(thing);
    this.#shown.set(keyOf(thing), review);
    const [approved, offered] = (['approved', 'offered'] as const).map((side) => uriOf(review, side));
    for (const uri of [approved, offered]) if (uri) this.#changed.fire(uri);
    const before = review.approved === undefined ? 'not approved' : 'approved';
    const now = review.offered === undefined ? 'gone' : 'offered now';
    const title = `${readable(thing.server)}: ${thingWords(thing)} (${before} \u2194 ${now})`;
    await commands.executeCommand('vscode.diff', approved, offered, title, { preview: true });
  }

  /** What a tab shows, or the one that is open now. */
  shownIn(uri?: Uri): PinItem | undefined {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    const active = input instanceof TabInputTextDiff ? input.modified : undefined;
    const shown = uri ?? active;
    return shown?.scheme === SCHEME ? this.#shown.get(keyOf(partsOf(shown).thing))?.item : undefined;
  }

  /** Closes the tabs of what was decided. */
  async close(things: readonly PinnedThing[]): Promise<void> {
    const keys = new Set(things.map(keyOf));
    for (const key of keys) this.#shown.delete(key);
    const tabs = window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) =>
          input instanceof TabInputTextDiff &&
          input.modified.scheme === SCHEME &&
          keys.has(keyOf(partsOf(input.modified).thing)),
      );
    await window.tabGroups.close(tabs);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** What a person should look at stands where it is. */
  #flag(document: TextDocument): void {
    const { uri } = document;
    if (uri.scheme !== SCHEME || partsOf(uri).side !== 'offered') return;
    const review = this.#shown.get(keyOf(partsOf(uri).thing));
    const text = document.getText();
    const diagnostics = (review?.item.flags ?? []).map(({ rule, grade, where, message }) => {
      const line = review?.extension === 'json' ? lineOf(text, where) : 0;
      const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(
        Math.min(line, document.lineCount - 1),
      );
      const severity = grade === 'danger' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information;
      const diagnostic = new Diagnostic(
        range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex)),
        message,
        severity,
      );
      diagnostic.source = 'Heady';
      diagnostic.code = rule;
      return diagnostic;
    });
    this.#flags.set(uri, diagnostics);
  }
}

function uriOf({ item: { server, kind, name }, extension }: PinReview, side: Side): Uri {
  const file =
    readable(name)
      .replace(/[^\w.-]+/g, '-')
      .slice(-60) || kind;
  const query = JSON.stringify({ server, kind, name, side });
  return Uri.from({ scheme: SCHEME, path: `/${server}/${kind}/${file}.${extension}`, query });
}

function partsOf(uri: Uri): { thing: PinnedThing; side: Side } {
  const { side, ...thing } = JSON.parse(uri.query) as PinnedThing & { side: Side };
  return { thing, side };
}

function keyOf({ server, kind, name }: PinnedThing): string {
  return JSON.stringify([server, kind, name]);
}
