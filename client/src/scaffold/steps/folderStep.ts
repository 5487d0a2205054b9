import { type QuickPickItem, ThemeIcon, type WorkspaceFolder, workspace } from 'vscode';
import { askChoice } from '../inputs.ts';
import { frameOf, type ServiceState, type ServiceStep } from '../serviceWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** Which folder of the workspace it is written to. */
export class FolderStep implements ServiceStep {
  readonly id = 'folder';

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const items: (QuickPickItem & { folder: WorkspaceFolder })[] = (workspace.workspaceFolders ?? []).map(
      (folder) => ({
        folder,
        label: folder.name,
        description: folder.uri.fsPath,
        iconPath: new ThemeIcon('root-folder'),
      }),
    );
    const active = items.find(({ folder }) => folder.index === state.folder.index);
    const answer = await askChoice(frameOf(position), {
      placeholder: 'Into which folder of the workspace?',
      items,
      active,
    });
    return answer.is === 'value'
      ? { to: 'next', state: { ...state, folder: answer.value.folder } }
      : { to: answer.is };
  }
}
