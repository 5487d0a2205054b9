import { commands, type Disposable, type Memento, Uri, window, workspace } from 'vscode';
import type { CatalogItem, CatalogSnapshot } from '../../../server/src/protocol/catalog.ts';
import type { EnvironmentName } from '../../../server/src/protocol.ts';
import type { EnvironmentService } from '../environments/environmentService.ts';
import type { CatalogService } from './catalogService.ts';
import { catalogAge } from './controlPlaneWords.ts';
import { findingBadges } from './findingBadges.ts';
import { arrangementWords, type KeptTree } from './keptTree.ts';
import type { CatalogNode } from './nodes/catalogNode.ts';
import { EnvironmentNode } from './nodes/environmentNode.ts';
import { ErrorNode } from './nodes/errorNode.ts';
import { FilterNode } from './nodes/filterNode.ts';
import { KeptNode, keptRows } from './nodes/keptNode.ts';
import { LoadingNode } from './nodes/loadingNode.ts';
import { NodeTree } from './nodes/nodeTree.ts';
import { offlineRows } from './nodes/offlineNode.ts';
import type { TreeShape } from './nodes/treeShape.ts';
import { UnreadableNode } from './nodes/unreadableNode.ts';
import { groupingOf } from './outline/groupings.ts';
import { type Arrangement, CatalogOutline } from './outline/outline.ts';
import { MOST_ROWS } from './outline/ranges.ts';
import { problemWords, UNREACHED } from './states.ts';
import { clockWords } from './times.ts';
import { TreeKeeper } from './treeKeeper.ts';
import { TreeMemory } from './treeMemory.ts';
import { groupRows, rootRows, rowOf } from './treeRows.ts';

/** Of so many services at most the environment that is switched to opens down to them. */
const MOST_OPENED = 1_000;

type RevealOptions = { select: boolean; focus: boolean; expand?: number };

/** The view `heady.catalog`: services by what they are grouped by, then the other kinds. Rows are made when they are opened. */
export class CatalogTree extends NodeTree {
  readonly #catalog: CatalogService;
  readonly #environments: EnvironmentService;
  readonly #memory: TreeMemory;
  readonly #keeper: TreeKeeper;
  readonly #subscriptions: Disposable[];
  #outline: CatalogOutline;
  #roots: CatalogNode[] = [];
  /** How often. */
  #drawn = 0;
  /** All of the workspace was read. */
  #isKnown = false;

  readonly view;

  /** @param keptPath of the file that keeps the tree as it was seen last */
  constructor(catalog: CatalogService, environments: EnvironmentService, memory: Memento, keptPath: string) {
    super();
    this.#catalog = catalog;
    this.#environments = environments;
    this.#memory = new TreeMemory(memory);
    this.#keeper = new TreeKeeper(keptPath, () => this.#toKeep());
    this.#outline = new CatalogOutline(this.#memory.arrangement, catalog.items);
    this.#roots = this.#build();
    this.view = window.createTreeView('heady.catalog', { treeDataProvider: this, showCollapseAll: true });
    this.#tellArrangement();
    this.#subscriptions = [
      this.#keeper,
      this.view,
      window.registerFileDecorationProvider(findingBadges),
      this.view.onDidExpandElement(({ element }) => this.#remember(element, true)),
      this.view.onDidCollapseElement(({ element }) => this.#remember(element, false)),
      catalog.onDidChangeEntries((changes) => this.#outline.apply(changes)),
      catalog.onDidChange(() => this.#rebuild()),
      environments.onDidChange(() => this.#rebuild()),
      environments.onDidSwitch(() => void this.#openCurrent()),
    ];
  }

  get arrangement(): Arrangement {
    return this.#memory.arrangement;
  }

  /** Groups or filters differently from now on, and after a restart. */
  async arrange(change: Partial<Arrangement>): Promise<void> {
    const kept = this.#memory.arrange(change);
    this.#outline = new CatalogOutline(this.#memory.arrangement, this.#catalog.items);
    this.#tellArrangement();
    this.#rebuild();
    await kept;
  }

  /** Opens the rows down to an entry and selects it; a filter that hides it is taken away. */
  async reveal(item: CatalogItem): Promise<void> {
    if (!rowOf(item, this.#roots) && this.arrangement.filters.size > 0)
      await this.arrange({ filters: new Set() });
    await this.#revealSteadily(() => rowOf(item, this.#roots), { select: true, focus: true });
  }

  override dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    super.dispose();
  }

  protected override roots(): readonly CatalogNode[] {
    return this.#roots;
  }

  /** Rows that are drawn anew meanwhile take the selection, and what was opened, with them. */
  async #revealSteadily(find: () => CatalogNode | undefined, how: RevealOptions): Promise<void> {
    for (let tries = 0, drawn = -1; drawn !== this.#drawn && tries < 5; tries++) {
      drawn = this.#drawn;
      const row = find();
      if (row) await this.view.reveal(row, how);
    }
  }

  #remember({ id }: CatalogNode, isOpen: boolean): void {
    this.#memory.remember(id, isOpen);
    this.#keeper.keepSoon();
  }

  #rebuild(): void {
    this.#roots = this.#build();
    this.#drawn += 1;
    this.#keeper.keepSoon();
    this.#showBadge();
    this.view.message = limitation(this.#catalog.snapshot?.virtualFolders ?? []);
    this.redraw();
  }

  #tellArrangement(): void {
    const { grouping, filters } = this.arrangement;
    const isUsual = grouping === 'environment';
    this.view.description = isUsual ? '' : `by ${groupingOf(grouping).label}`;
    void commands.executeCommand('setContext', 'heady.catalog.isFiltered', filters.size > 0);
  }

  #build(): CatalogNode[] {
    const { snapshot, failure } = this.#catalog;
    const failures = failure === undefined ? [] : [new ErrorNode(failure)];
    if (snapshot && !snapshot.indexing) this.#isKnown = true;
    const last = this.#isKnown ? [] : this.#lastSeen();
    if (last.length > 0) return [...failures, ...last];
    if (snapshot === undefined)
      return failure === undefined ? [new LoadingNode('Reading the workspace ...')] : failures;
    return [...failures, ...this.#rows(snapshot)];
  }

  /** What an earlier window knew, until this one knows as much. */
  #lastSeen(): CatalogNode[] {
    const { last } = this.#keeper;
    if (last?.arrangement !== arrangementWords(this.arrangement)) return [];
    const isOpen = (id: string, byDefault: boolean) => this.#memory.isOpen(id, byDefault);
    const age = clockWords(last.at, new Date());
    return [
      new LoadingNode(`As of ${age}, connecting ...`),
      ...last.rows.map((row) => new KeptNode(undefined, row, isOpen)),
    ];
  }

  /** Nothing while a filter is set: its rows say how many they leave out, which nobody knows before all is read. */
  #toKeep(): KeptTree | undefined {
    const { snapshot } = this.#catalog;
    const isEmpty = this.#outline.counts.known === 0;
    if (!this.#isKnown || !snapshot || isEmpty || this.arrangement.filters.size > 0) return undefined;
    const { state, factsAt } = snapshot.controlPlane;
    const at = UNREACHED.has(state) && factsAt !== undefined ? factsAt : new Date().toISOString();
    const rows = keptRows(rootRows(this.#outline, this.#shape()));
    return { at, arrangement: arrangementWords(this.arrangement), rows };
  }

  #rows({ indexing, unreadable }: CatalogSnapshot): CatalogNode[] {
    const rows: CatalogNode[] = [];
    if (indexing) rows.push(new LoadingNode('Reading the workspace ...'));
    const { counts } = this.#outline;
    // Nothing at all: the view's welcome says what to do.
    if (counts.known === 0 && unreadable.length === 0) return rows;
    const now = new Date();
    const { controlPlanes } = this.#catalog;
    rows.push(...offlineRows(controlPlanes, now));
    for (const status of controlPlanes) {
      if (status.state === 'starting' && status.factsAt !== undefined)
        rows.push(new LoadingNode(`Connecting ... ${catalogAge(status, now)}`));
    }
    const { filters } = this.arrangement;
    if (filters.size > 0) rows.push(new FilterNode(filters, counts));
    rows.push(...rootRows(this.#outline, this.#shape()));
    if (unreadable.length > 0) rows.push(new UnreadableNode(unreadable));
    return rows;
  }

  #shape(): TreeShape {
    const { counts } = this.#outline;
    const opensAll = this.arrangement.filters.size > 0 && counts.shown <= MOST_ROWS;
    const shape: TreeShape = {
      current: this.#environments.current,
      inUse: this.#environments.inUse,
      foldersIn: (environment) => this.#foldersIn(environment),
      isReadOnly: (environment) => this.#catalog.snapshot?.guards[environment]?.readOnly ?? false,
      opensAll,
      idPrefix: opensAll ? 'filtered/' : '',
      isOpen: (id, byDefault) => this.#memory.isOpen(id, byDefault),
      rowsOf: (parent, group) => groupRows(parent, group, shape),
    };
    return shape;
  }

  /** Names of folders that are switched there, where there is more than one to tell apart. */
  #foldersIn(environment: EnvironmentName): string[] {
    const { folders } = this.#environments;
    if (folders.length < 2) return [];
    return folders.filter((each) => each.environment === environment).map(({ folder }) => folder.name);
  }

  #showBadge(): void {
    const errors = this.#catalog.items.reduce((sum, item) => sum + item.errors, 0);
    this.view.badge =
      errors > 0
        ? { value: errors, tooltip: `${problemWords({ errors, warnings: 0 })} in manifests` }
        : undefined;
  }

  /** Expansion is remembered row by row, so a row that was closed must be opened when it becomes the current one. */
  async #openCurrent(): Promise<void> {
    if (!this.view.visible) return;
    // Its verticals as well, as long as that is not too much.
    const expand = this.#outline.services.totals.entries > MOST_OPENED ? 1 : 2;
    const current = (node: CatalogNode) => node instanceof EnvironmentNode && node.isCurrent;
    await this.#revealSteadily(() => this.#roots.find(current), { expand, select: false, focus: false });
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
