import { commands, type Disposable, type QuickPickItem, ThemeIcon, Uri, window, workspace } from 'vscode';
import type { UpdatedFile } from '../../../../server/src/protocol/templateUpdate.ts';
import { closeTabs } from '../preview/closeTabs.ts';

const scheme = 'heady-update';

interface FileItem extends QuickPickItem {
  file: UpdatedFile;
}

/** Shows what would become of each file, with its differences on demand, and lets files be left out. */
export class UpdatePreview implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => this.#texts.get(path),
  });

  /** @returns the files to be changed; undefined: it was left */
  async choose(title: string, files: readonly UpdatedFile[]): Promise<readonly UpdatedFile[] | undefined> {
    // What the project was made from is no choice: it goes with whatever is chosen.
    const [records, others] = [files.filter(isRecord), files.filter((file) => !isRecord(file))];
    const picker = window.createQuickPick<FileItem>();
    picker.title = title;
    picker.placeholder = 'Arrows show the differences. Files without a tick stay as they are.';
    picker.canSelectMany = true;
    picker.ignoreFocusOut = true;
    picker.items = others.map(itemOf);
    picker.selectedItems = picker.items.filter(({ file: { does } }) => does !== 'note' && does !== 'offer');
    // Whoever uses the keyboard reaches no button of an item.
    picker.onDidChangeActive(([item]) => void (item && this.#show(item.file)));
    picker.onDidTriggerItemButton(({ item }) => this.#show(item.file));
    try {
      const chosen = await new Promise<readonly FileItem[] | undefined>((resolve) => {
        picker.onDidAccept(() => resolve(picker.selectedItems));
        picker.onDidHide(() => resolve(undefined));
        picker.show();
      });
      return chosen && [...chosen.map(({ file }) => file), ...records];
    } finally {
      picker.dispose();
      await closeTabs((uri) => uri.scheme === scheme);
      this.#texts.clear();
    }
  }

  async #show(file: UpdatedFile): Promise<void> {
    if (!isShown(file)) return;
    const { uri, relativePath, does, text = '' } = file;
    const after = Uri.from({ scheme, path: `/${relativePath}` });
    const none = Uri.from({ scheme, path: '/nothing' });
    this.#texts.set('/nothing', '').set(after.path, text);
    const before = does === 'create' ? none : Uri.parse(uri);
    const title = `${relativePath}: now, and updated`;
    await commands.executeCommand('vscode.diff', before, after, title, {
      preview: true,
      preserveFocus: true,
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** What is no text has no differences that could be shown. */
function isShown({ does, base64 }: UpdatedFile): boolean {
  return does !== 'note' && base64 === undefined;
}

function isRecord({ relativePath }: UpdatedFile): boolean {
  return relativePath.endsWith('.scaffold');
}

const WORDS = {
  create: 'new',
  replace: 'updated',
  delete: 'deleted',
  offer: "stays; a tick takes the template's",
  note: 'stays',
} as const;

function itemOf(file: UpdatedFile): FileItem {
  const { relativePath, does, isConflict, note } = file;
  return {
    file,
    label: relativePath,
    description: isConflict && does === 'replace' ? 'conflict: both stay, between markers' : WORDS[does],
    ...(note !== undefined && { detail: note }),
    buttons: isShown(file) ? [{ iconPath: new ThemeIcon('diff'), tooltip: 'Show differences' }] : [],
  };
}
