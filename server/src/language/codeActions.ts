import {
  type CodeAction,
  CodeActionKind,
  type Range,
  type SnippetTextEdit,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { lineAt } from '../manifest/lines.ts';
import type { RegisterParams } from '../protocol/register.ts';
import { Commands } from '../protocol.ts';
import type { DocumentRef } from '../rules/facts.ts';
import type { ReportedFinding } from '../rules/report.ts';
import type { Fix } from '../rules/rule.ts';
import { fixFile } from './fixFile.ts';
import { fixRuleActions } from './fixRule.ts';
import type { Project } from './project.ts';
import { toDiagnostic } from './validate.ts';

/** Kind of the action that applies every preferred fix of a file. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.heady`;

export interface CodeActionOptions {
  /** Version of an open document, so that a stale edit is refused; null for a file on disk. */
  versionOf(uri: string): number | null;
  /** The client can place its cursor in an edit (LSP 3.18 `snippetEditSupport`). */
  snippets: boolean;
  /** The client asks for an action's edit when it is chosen. */
  resolves: boolean;
  /** Kinds that are asked for; undefined: all. */
  only?: readonly string[] | undefined;
}

/**
 * Quick fixes of the findings in a range and "disable for this line" for each; where source actions are asked for,
 * "fix all" for the file.
 */
export function codeActions(
  project: Project,
  uri: string,
  range: Range,
  options: CodeActionOptions,
): CodeAction[] {
  const actions: CodeAction[] = [];
  if (wants(options.only, CodeActionKind.QuickFix)) {
    for (const [index, placed] of project.file(uri)?.documents.entries() ?? []) {
      const at = { uri, index };
      const findings = project
        .report(at, placed)
        .findings.filter(({ suppressed }) => suppressed === undefined);
      const here = findings.filter((finding) => overlaps(rangeOf(placed, finding), range));
      for (const finding of here) actions.push(...quickFixes(project, at, placed, finding, options));
      if (options.resolves) actions.push(...fixRules(project, uri, here, actions));
      for (const finding of here) actions.push(...disable(project, uri, placed, finding, options));
    }
  }
  // Mending the whole file takes a while: only for who asks for it (on save, "Source action"), not at each lightbulb.
  if (options.only && wants(options.only, FIX_ALL_KIND)) actions.push(...fixWholeFile(project, uri, options));
  return actions;
}

/** "Fix all of this rule", for the rules here that have a certain fix. */
function fixRules(
  project: Project,
  uri: string,
  findings: readonly ReportedFinding[],
  fixes: readonly CodeAction[],
): CodeAction[] {
  const certain = new Set(
    fixes
      .filter(({ isPreferred, edit }) => isPreferred && edit)
      .flatMap(({ diagnostics }) => diagnostics?.[0]?.code ?? []),
  );
  const rules = new Set(findings.map(({ rule }) => rule));
  return [...rules].filter((rule) => certain.has(rule)).flatMap((rule) => fixRuleActions(project, uri, rule));
}

function quickFixes(
  project: Project,
  at: DocumentRef,
  placed: PlacedDocument,
  finding: ReportedFinding,
  options: CodeActionOptions,
): CodeAction[] {
  const diagnostics = [toDiagnostic(project, placed, finding)];
  return project.fixes(finding, at, placed).map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    isPreferred: fix.isPreferred,
    ...(fix.edits.length ? { edit: toWorkspaceEdit(project, fix, options) } : {}),
    ...(fix.command ? { command: toCommand(fix.title, fix.command) } : {}),
  }));
}

function toCommand(title: string, { kind, name }: NonNullable<Fix['command']>) {
  const params: RegisterParams = { kind, name };
  return { title, command: Commands.register, arguments: [params] };
}

function toWorkspaceEdit(project: Project, fix: Fix, options: CodeActionOptions): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  for (const { at, edits } of fix.edits) {
    const placed = project.placed(at);
    if (!placed) continue;
    const textEdits = edits.map((edit) => ({ range: rangeOf(placed, edit), newText: edit.newText }));
    byUri.set(at.uri, [...(byUri.get(at.uri) ?? []), ...textEdits]);
  }
  return { documentChanges: [...byUri].map(([uri, edits]) => documentEdit(uri, edits, options)) };
}

function documentEdit(
  uri: string,
  edits: (TextEdit | SnippetTextEdit)[],
  options: CodeActionOptions,
): TextDocumentEdit {
  return { textDocument: { uri, version: options.versionOf(uri) }, edits };
}

/** Inserts `# heady-ignore <rule>: <reason>` above the line; the reason is for the author to write. */
function disable(
  project: Project,
  uri: string,
  placed: PlacedDocument,
  finding: ReportedFinding,
  options: CodeActionOptions,
): CodeAction[] {
  // JSON has no comments; what is no YAML, or is itself about comments, cannot be silenced by one.
  const silenceable = !/^(yaml|suppression)\//.test(finding.rule) && !uri.endsWith('.json');
  if (!silenceable) return [];
  const { document } = placed;
  const line = lineAt(document.lineStarts, finding.commentAt ?? finding.start);
  const lineStart = document.lineStarts[line] ?? 0;
  const indent = /^[ ]*/.exec(document.text.slice(lineStart))?.[0] ?? '';
  const eol = document.text.includes('\r\n') ? '\r\n' : '\n';
  const range = rangeOf(placed, { start: lineStart, end: lineStart });
  const comment = `${indent}# heady-ignore ${finding.rule}: `;
  const edit: TextEdit | SnippetTextEdit = options.snippets
    ? { range, snippet: { kind: 'snippet', value: `${comment}\${1:why this is right here}${eol}` } }
    : { range, newText: `${comment}${eol}` };
  return [
    {
      title: `Disable ${finding.rule} for this line (with a reason)`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [toDiagnostic(project, placed, finding)],
      isPreferred: false,
      edit: { documentChanges: [documentEdit(uri, [edit], options)] },
    },
  ];
}

function fixWholeFile(project: Project, uri: string, options: CodeActionOptions): CodeAction[] {
  const fixed = fixFile(project, uri);
  if (!fixed) return [];
  const { edit, applied } = fixed;
  return [
    {
      title:
        applied === 1 ? 'Fix the one problem Heady can fix' : `Fix all ${applied} problems Heady can fix`,
      kind: FIX_ALL_KIND,
      edit: { documentChanges: [documentEdit(uri, [edit], options)] },
    },
  ];
}

function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

function overlaps(a: Range, b: Range): boolean {
  const before = (p: Range['start'], q: Range['start']) =>
    p.line < q.line || (p.line === q.line && p.character < q.character);
  return !before(a.end, b.start) && !before(b.end, a.start);
}
