import { type CancellationToken, RelativePattern, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { CANDIDATE_EXCLUDES, CANDIDATE_GLOBS } from '../../../server/src/protocol/adopt.ts';

/** More candidates than a person looks through. */
const MAX_FILES = 500;

/** In bytes; longer files no person writes. */
const MAX_SIZE = 6_000_000;

/** Files of a folder that are called as files are that describe services, by path. */
export async function findCandidates(folder: WorkspaceFolder, token: CancellationToken): Promise<Uri[]> {
  const excludes = `{${CANDIDATE_EXCLUDES.join(',')}}`;
  const found = new Map<string, Uri>();
  for (const glob of CANDIDATE_GLOBS) {
    if (token.isCancellationRequested || found.size >= MAX_FILES) break;
    const pattern = new RelativePattern(folder, glob);
    const uris = await workspace.findFiles(pattern, excludes, MAX_FILES - found.size, token);
    for (const uri of uris) found.set(uri.toString(), uri);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A file as it is in the editor, else on disk. */
export interface Candidate {
  path: string;
  text: string;
}

/** @returns undefined for what is too large, no text or cannot be read */
export async function readCandidate(folder: WorkspaceFolder, uri: Uri): Promise<Candidate | undefined> {
  const path = pathIn(folder, uri);
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return { path, text: open.getText() };
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > MAX_SIZE) return undefined;
    const bytes = await workspace.fs.readFile(uri);
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return undefined;
  }
}

/** From the folder, with `/`. */
export function pathIn({ uri }: WorkspaceFolder, file: Uri): string {
  const root = uri.path.replace(/\/$/, '');
  return file.path.startsWith(`${root}/`) ? file.path.slice(root.length + 1) : file.path;
}

/** Where a path of the report stands. */
export function uriIn({ uri }: WorkspaceFolder, path: string): Uri {
  return Uri.joinPath(uri, ...path.split('/'));
}
