import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import { rangeOf } from '../manifest/file.ts';
import type { Project } from './project.ts';

/** More are no answer to a query; the user types on. */
const MAX_SYMBOLS = 500;

/** Manifests whose name or title holds the letters of the query in order; all of them for an empty one. */
export function workspaceSymbols(project: Project, query: string): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const { at, kind, name, document } of project.catalog.workspace.declarations()) {
    const title = document.statedText(['metadata', 'title']) ?? '';
    if (!hasLetters(name, query) && !hasLetters(title, query)) continue;
    const placed = project.placed(at);
    if (!placed) continue;
    const range = rangeOf(placed, document.place(['metadata', 'name']));
    found.push({ name, kind: SymbolKind.Module, containerName: kind, location: { uri: at.uri, range } });
    if (found.length === MAX_SYMBOLS) break;
  }
  return found;
}

function hasLetters(text: string, query: string): boolean {
  const letters = text.toLowerCase();
  let from = 0;
  for (const letter of query.toLowerCase()) {
    if (letter === ' ') continue;
    from = letters.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
