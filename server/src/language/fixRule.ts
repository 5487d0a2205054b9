import { type CodeAction, CodeActionKind, type TextDocumentEdit } from 'vscode-languageserver-types';
import { fixFile } from './fixFile.ts';
import type { Project } from './project.ts';

/** What an action that fixes a rule everywhere needs to be worked out when it is chosen. */
interface FixRuleData {
  rule: string;
  /** The files in question. */
  uris: string[];
}

/** "Fix all of this rule" in the file and in the workspace, where there is more than one; edits come when chosen. */
export function fixRuleActions(project: Project, uri: string, rule: string): CodeAction[] {
  const counts = [...project.catalog.workspace.uris].map(
    (each) => [each, countOf(project, each, rule)] as const,
  );
  const here = counts.find(([each]) => each === uri)?.[1] ?? 0;
  const broken = counts.filter(([, count]) => count > 0);
  const total = broken.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...(here > 1 ? [action(`Fix all ${rule} in this file`, { rule, uris: [uri] })] : []),
    ...(total > here
      ? [action(`Fix all ${rule} in the workspace`, { rule, uris: broken.map(([each]) => each) })]
      : []),
  ];
}

/** The action with its edit. What has no certain fix stays as it is. */
export function resolveFixRule(
  project: Project,
  unresolved: CodeAction,
  versionOf: (uri: string) => number | null,
): CodeAction {
  const data = unresolved.data as FixRuleData | undefined;
  if (!data) return unresolved;
  const documentChanges = data.uris.flatMap((uri): TextDocumentEdit[] => {
    const fixed = fixFile(project, uri, data.rule);
    return fixed ? [{ textDocument: { uri, version: versionOf(uri) }, edits: [fixed.edit] }] : [];
  });
  return { ...unresolved, edit: { documentChanges } };
}

function action(title: string, data: FixRuleData): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, isPreferred: false, data };
}

function countOf(project: Project, uri: string, rule: string): number {
  let count = 0;
  for (const [index, placed] of project.file(uri)?.documents.entries() ?? []) {
    for (const finding of project.report({ uri, index }, placed).findings) {
      if (finding.rule === rule && finding.suppressed === undefined) count++;
    }
  }
  return count;
}
