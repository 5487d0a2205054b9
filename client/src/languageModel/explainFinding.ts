import { type Diagnostic, languages, Uri, workspace } from 'vscode';

/** A line of a file of the workspace, as a model names it. */
export interface FindingPlace {
  /** Path relative to its workspace folder. */
  file: string;
  /** From 1. */
  line: number;
}

/**
 * What Heady finds on a line, with the page of each rule.
 *
 * @param docs folder of the rules' pages
 * @throws {Error} where there is no such file
 */
export async function explainFinding({ file, line }: FindingPlace, docs: Uri): Promise<string> {
  const uri = await fileOf(file);
  // Findings of a file that is not open may not have been asked for.
  await workspace.openTextDocument(uri);
  const found = languages
    .getDiagnostics(uri)
    .filter(
      ({ source, range }) => source === 'heady' && range.start.line <= line - 1 && line - 1 <= range.end.line,
    );
  if (found.length === 0) return `Heady finds nothing on line ${line} of ${file}.`;
  const explained = await Promise.all(found.map((diagnostic) => explain(diagnostic, docs)));
  return explained.join('\n\n---\n\n');
}

async function explain(diagnostic: Diagnostic, docs: Uri): Promise<string> {
  const { code, message } = diagnostic;
  const rule = String(typeof code === 'object' ? code.value : (code ?? ''));
  const page = await workspace.fs.readFile(Uri.joinPath(docs, `${rule}.md`)).then(
    (bytes) => new TextDecoder().decode(bytes),
    // A rule of the organisation's own has no page here.
    () => '',
  );
  return [`${rule}: ${message}`, page].filter(Boolean).join('\n\n');
}

/** A model names files of the workspace, and no others are read for it. */
async function fileOf(file: string): Promise<Uri> {
  const isInside = !file.split(/[\\/]/).includes('..');
  for (const folder of isInside ? (workspace.workspaceFolders ?? []) : []) {
    const uri = Uri.joinPath(folder.uri, file);
    if (
      await workspace.fs.stat(uri).then(
        () => true,
        () => false,
      )
    )
      return uri;
  }
  throw new Error(`The workspace has no file ${file}.`);
}
