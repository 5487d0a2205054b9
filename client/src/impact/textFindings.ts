import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  commands,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  Hover,
  type HoverProvider,
  languages,
  MarkdownString,
  type Position,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import type { ImpactFix, ImpactTextItem } from '../../../server/src/protocol/impact.ts';
import type { Range as WireRange } from '../../../server/src/protocol.ts';

/** The part of a document that was checked; offsets in UTF-16 units. */
export interface CheckedPart {
  start: number;
  end: number;
}

interface TextFinding {
  diagnostic: Diagnostic;
  markdown: string;
  fixes: { title: string; range: Range; newText: string }[];
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Checks a part of a document once more, after a quick fix changed it. Not in any menu. */
export const RECHECK = 'heady.impact.recheckText';

/**
 * What was found in texts on demand: shown as diagnostics of their own, until the text is edited or closed. The editor
 * is asked to look for hovers and quick fixes only once something was found.
 */
export class TextFindings implements HoverProvider, CodeActionProvider, Disposable {
  readonly #rulePages: Uri;
  readonly #diagnostics = languages.createDiagnosticCollection('heady-impact');
  readonly #found = new Map<string, { part: CheckedPart; findings: readonly TextFinding[] }>();
  readonly #subscriptions: Disposable[] = [
    this.#diagnostics,
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.clear(document.uri);
    }),
    workspace.onDidCloseTextDocument(({ uri }) => this.clear(uri)),
  ];
  #isListening = false;

  /** @param rulePages folder of the rules' pages */
  constructor(rulePages: Uri) {
    this.#rulePages = rulePages;
  }

  /** Takes the place of what was found in the document before. @param items with ranges in that part */
  set(document: TextDocument, part: CheckedPart, items: readonly ImpactTextItem[]): void {
    this.#listen();
    const place = placesIn(document, part);
    const findings = items.map((item) => this.#finding(item, place));
    this.#found.set(document.uri.toString(), { part, findings });
    this.#diagnostics.set(
      document.uri,
      findings.map(({ diagnostic }) => diagnostic),
    );
    this.#tell();
  }

  /** @param uri of the document; default: all */
  clear(uri?: Uri): void {
    if (this.#found.size === 0) return;
    if (uri === undefined) {
      this.#found.clear();
      this.#diagnostics.clear();
    } else if (this.#found.delete(uri.toString())) this.#diagnostics.delete(uri);
    else return;
    this.#tell();
  }

  provideHover({ uri }: TextDocument, position: Position): Hover | undefined {
    const here = this.#at(uri).filter(({ diagnostic }) => diagnostic.range.contains(position));
    const [first] = here;
    if (!first) return undefined;
    return new Hover(
      here.map(({ markdown }) => new MarkdownString(markdown)),
      first.diagnostic.range,
    );
  }

  provideCodeActions(document: TextDocument, range: Range): CodeAction[] {
    const part = this.#found.get(document.uri.toString())?.part;
    if (!part) return [];
    const here = this.#at(document.uri).filter(({ diagnostic }) => diagnostic.range.intersection(range));
    return here.flatMap(({ diagnostic, fixes }) =>
      fixes.map((fix) => {
        const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
        action.edit = new WorkspaceEdit();
        action.edit.replace(document.uri, fix.range, fix.newText);
        action.diagnostics = [diagnostic];
        action.isPreferred = fixes.length === 1;
        const replaced = document.offsetAt(fix.range.end) - document.offsetAt(fix.range.start);
        const grown = { start: part.start, end: part.end + fix.newText.length - replaced };
        action.command = { title: fix.title, command: RECHECK, arguments: [document.uri, grown] };
        return action;
      }),
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #at(uri: Uri): readonly TextFinding[] {
    return this.#found.get(uri.toString())?.findings ?? [];
  }

  #finding(item: ImpactTextItem, place: (range: WireRange) => Range): TextFinding {
    const diagnostic = new Diagnostic(place(item.range), item.message, severities[item.severity]);
    diagnostic.source = 'heady';
    diagnostic.code = { value: item.rule, target: Uri.joinPath(this.#rulePages, `${item.rule}.md`) };
    const fixes = item.fixes.map(({ title, range, newText }: ImpactFix) => ({
      title,
      newText,
      range: place(range),
    }));
    return { diagnostic, markdown: item.markdown, fixes };
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#subscriptions.push(
      languages.registerHoverProvider({ scheme: '*' }, this),
      languages.registerCodeActionsProvider({ scheme: '*' }, this, {
        providedCodeActionKinds: [CodeActionKind.QuickFix],
      }),
    );
  }

  /** A menu offers to clear what there is. */
  #tell(): void {
    const found = [...this.#found.values()].some(({ findings }) => findings.length > 0);
    void commands.executeCommand('setContext', 'heady.impact.hasTextFindings', found);
  }
}

/** Places of a part as places of its document. Lines of the part are those of the document; its first may begin later. */
function placesIn(document: TextDocument, { start }: CheckedPart): (range: WireRange) => Range {
  const from = document.positionAt(start);
  const place = ({ line, character }: WireRange['start']) =>
    from.translate(line, line === 0 ? character : character - from.character);
  return (range) => new Range(place(range.start), place(range.end));
}
