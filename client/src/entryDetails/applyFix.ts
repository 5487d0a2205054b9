import { type CodeAction, CodeActionKind, commands, type Diagnostic, Range, Uri, workspace } from 'vscode';
import type { FromPage } from '../webviews/entryDetails/messages.ts';

/** Fixes that the editor works out at a place at most. */
const MOST = 20;

/**
 * Applies the quick fix of a finding as the lightbulb would, in the editor, where it can be undone.
 *
 * @throws {Error} in words for people, where it is not offered any more
 */
export async function applyFix({ uri, range, rule, title }: FromPage & { type: 'fix' }): Promise<void> {
  const document = Uri.parse(uri);
  await workspace.openTextDocument(document);
  const { start, end } = range;
  const actions = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document,
    new Range(start.line, start.character, end.line, end.character),
    CodeActionKind.QuickFix.value,
    MOST,
  );
  const wanted = actions.find(
    (action) =>
      action.title === title && action.diagnostics?.some((diagnostic) => ruleOf(diagnostic) === rule),
  );
  if (!wanted) throw new Error('The manifest changed meanwhile, and this fix is not offered any more.');
  if (wanted.edit && !(await workspace.applyEdit(wanted.edit)))
    throw new Error('The manifest changed in that moment, and nothing was fixed. Try it again.');
  if (wanted.command)
    await commands.executeCommand(wanted.command.command, ...(wanted.command.arguments ?? []));
}

function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
