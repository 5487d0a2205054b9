import { Uri, type WorkspaceFolder, window, workspace } from 'vscode';
import { nameLike } from './nameLike.ts';

/** A project that is there already. */
export interface ExistingProject {
  folder: WorkspaceFolder;
  /** Relative to `folder`; '' is the folder itself. */
  within: string;
  /** A name for it, of its folder's; absent where that makes none. */
  name?: string;
}

/**
 * The folder of the explorer that was clicked, else one that is asked for.
 *
 * @returns undefined: it was cancelled
 * @throws {Error} where it is in no folder of the workspace
 */
export async function existingProject(target: unknown): Promise<ExistingProject | undefined> {
  const uri = target instanceof Uri ? target : await askFolder();
  if (uri === undefined) return undefined;
  const folder = workspace.getWorkspaceFolder(uri);
  if (!folder)
    throw new Error(
      `${uri.fsPath} is in no folder of the workspace. Open it, or the folder around it, first.`,
    );
  const root = folder.uri.path.replace(/\/$/, '');
  const within = uri.path.slice(root.length).replace(/^\/|\/$/g, '');
  const name = nameLike(within === '' ? folder.name : (within.split('/').at(-1) ?? ''));
  return { folder, within, ...(name !== undefined && { name }) };
}

async function askFolder(): Promise<Uri | undefined> {
  const [folder] = workspace.workspaceFolders ?? [];
  const [chosen] =
    (await window.showOpenDialog({
      title: 'Which project is Heady added to?',
      openLabel: 'Add Heady',
      canSelectFolders: true,
      canSelectFiles: false,
      ...(folder && { defaultUri: folder.uri }),
    })) ?? [];
  return chosen;
}
