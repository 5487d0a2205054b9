import { type QuickPickItem, ThemeIcon, type WorkspaceFolder, workspace } from 'vscode';
import { askChoice } from '../inputs.ts';
import { frameOf, type ScaffoldState, type ScaffoldStep } from '../scaffoldWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** Which folder of the workspace it is written to. */
export class FolderStep implements ScaffoldStep {
  readonly id = 'folder';

  async ask(state: ScaffoldState, position: Position): Promise<Move<ScaffoldState>> {
    const items: (QuickPickItem & { folder: WorkspaceFolder })[] = (workspace.workspaceFolders ?? []).map(
      (folder) => ({
        folder,
        label: folder.name,
        description: folder.uri.fsPath,
        iconPath: new ThemeIcon('root-folder'),
      }),
    );
    const active = items.find(({ folder }) => folder.index === state.folder.index);
    const answer = await askChoice(frameOf(state, position), {
      placeholder: 'Into which folder of the workspace?',
      items,
      active,
    });
    return answer.is === 'value'
      ? { to: 'next', state: { ...state, folder: answer.value.folder } }
      : { to: answer.is };
  }
}
