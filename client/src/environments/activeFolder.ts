import { Disposable, EventEmitter, type WorkspaceFolder, window, workspace } from 'vscode';

/**
 * The workspace folder that somebody works in: that of the active editor. Where that belongs to none, the one before
 * stays, as it does for git; at first it is the first folder.
 */
export class ActiveFolder implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;
  #current: WorkspaceFolder | undefined;

  /** It is another one, or the workspace has others. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#current = this.#find();
    this.#subscription = Disposable.from(
      window.onDidChangeActiveTextEditor(() => {
        const before = this.#current;
        this.#current = this.#find();
        if (this.#current?.uri.toString() !== before?.uri.toString()) this.#changed.fire();
      }),
      workspace.onDidChangeWorkspaceFolders(() => {
        this.#current = this.#find();
        this.#changed.fire();
      }),
    );
  }

  /** Undefined: no folder is open. */
  get current(): WorkspaceFolder | undefined {
    return this.#current;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #find(): WorkspaceFolder | undefined {
    const uri = window.activeTextEditor?.document.uri;
    const active = uri && workspace.getWorkspaceFolder(uri);
    const before = this.#current && workspace.getWorkspaceFolder(this.#current.uri);
    return active ?? before ?? workspace.workspaceFolders?.[0];
  }
}
