import {
  type Disposable,
  EventEmitter,
  type TreeDataProvider,
  type TreeItem,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { CatalogSnapshot, ControlPlaneState } from '../../../server/src/protocol.ts';
import type { EnvironmentService } from '../environments/environmentService.ts';
import { arrange } from './arrange.ts';
import type { CatalogService } from './catalogService.ts';
import { knownAsOf } from './controlPlaneWords.ts';
import type { CatalogNode } from './nodes/catalogNode.ts';
import { EnvironmentNode } from './nodes/environmentNode.ts';
import { ErrorNode } from './nodes/errorNode.ts';
import { GroupNode } from './nodes/groupNode.ts';
import { LoadingNode } from './nodes/loadingNode.ts';
import { OfflineNode } from './nodes/offlineNode.ts';
import { UnreadableNode } from './nodes/unreadableNode.ts';
import { problemWords } from './states.ts';

const UNREACHED: ReadonlySet<ControlPlaneState> = new Set(['offline', 'signedOut', 'expired'] as const);

/** The view `heady.catalog`: environment, vertical, service; current environment first. */
export class CatalogTree implements TreeDataProvider<CatalogNode>, Disposable {
  readonly #catalog: CatalogService;
  readonly #environments: EnvironmentService;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];
  #roots: CatalogNode[] = [];

  readonly onDidChangeTreeData = this.#changed.event;
  readonly view;

  constructor(catalog: CatalogService, environments: EnvironmentService) {
    this.#catalog = catalog;
    this.#environments = environments;
    this.#roots = this.#build();
    this.view = window.createTreeView('heady.catalog', { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      this.view,
      catalog.onDidChange(() => this.#rebuild()),
      environments.onDidChange(() => {
        this.#rebuild();
        void this.#openCurrent();
      }),
    ];
  }

  getTreeItem(node: CatalogNode): TreeItem {
    const row = node.row();
    row.id = node.id;
    return row;
  }

  getChildren(node?: CatalogNode): CatalogNode[] {
    return node ? [...node.children] : this.#roots;
  }

  getParent(node: CatalogNode): CatalogNode | undefined {
    return node.parent;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #rebuild(): void {
    this.#roots = this.#build();
    this.#showBadge();
    this.view.message = limitation(this.#catalog.snapshot?.virtualFolders ?? []);
    this.#changed.fire();
  }

  #build(): CatalogNode[] {
    const { snapshot, failure } = this.#catalog;
    if (snapshot === undefined)
      return [failure === undefined ? new LoadingNode('Reading the workspace ...') : new ErrorNode(failure)];
    return [...(failure === undefined ? [] : [new ErrorNode(failure)]), ...this.#rows(snapshot)];
  }

  #rows({ items, controlPlane, indexing, unreadable }: CatalogSnapshot): CatalogNode[] {
    const rows: CatalogNode[] = [];
    if (indexing) rows.push(new LoadingNode('Reading the workspace ...'));
    // Nothing at all: the view's welcome says what to do.
    if (items.length === 0 && unreadable.length === 0) return rows;
    const now = new Date();
    if (UNREACHED.has(controlPlane.state)) rows.push(new OfflineNode(controlPlane, now));
    if (controlPlane.state === 'starting' && controlPlane.factsAt !== undefined)
      rows.push(new LoadingNode(`Connecting ... The catalog is ${knownAsOf(controlPlane, now)}`));
    const current = this.#environments.current;
    const { environments, groups } = arrange(items, current);
    rows.push(...environments.map((group) => new EnvironmentNode(group, current)));
    rows.push(...groups.map((group) => new GroupNode(group)));
    if (unreadable.length > 0) rows.push(new UnreadableNode(unreadable));
    return rows;
  }

  #showBadge(): void {
    const errors = this.#catalog.snapshot?.items.reduce((sum, item) => sum + item.errors, 0) ?? 0;
    this.view.badge =
      errors > 0
        ? { value: errors, tooltip: `${problemWords({ errors, warnings: 0 })} in manifests` }
        : undefined;
  }

  /** Expansion is remembered row by row, so a row that was closed must be opened when it becomes the current one. */
  async #openCurrent(): Promise<void> {
    const current = this.#roots.find((node) => node instanceof EnvironmentNode);
    if (current && this.view.visible)
      await this.view.reveal(current, { expand: 2, select: false, focus: false });
  }
}

/** What the rows leave out, in words; empty where they leave out nothing. */
function limitation(virtualFolders: readonly string[]): string {
  if (virtualFolders.length === 0) return '';
  const all = workspace.workspaceFolders?.length === virtualFolders.length;
  const names = virtualFolders.map((uri) => workspace.getWorkspaceFolder(Uri.parse(uri))?.name ?? uri);
  return all
    ? 'This workspace is on no disk: the catalog sees its open manifests only.'
    : `Of what is on no disk the catalog sees open manifests only: ${names.join(', ')}.`;
}
