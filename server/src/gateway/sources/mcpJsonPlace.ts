import { basename, dirname, join } from 'node:path';

/** Where VS Code keeps the servers of a folder. */
export function mcpJsonOf(folder: string): string {
  return join(folder, '.vscode', 'mcp.json');
}

/** The folder that a `mcp.json` is of. @param otherwise for one that lies anywhere else */
export function folderOf(path: string, otherwise: string): string {
  const folder = dirname(path);
  return basename(folder) === '.vscode' ? dirname(folder) : otherwise;
}
