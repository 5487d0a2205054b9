import { type Disposable, window } from 'vscode';
import type { CatalogService } from '../catalog/catalogService.ts';
import type { CatalogNode } from '../catalog/nodes/catalogNode.ts';
import { ErrorNode } from '../catalog/nodes/errorNode.ts';
import { LoadingNode } from '../catalog/nodes/loadingNode.ts';
import { NodeTree } from '../catalog/nodes/nodeTree.ts';
import { offlineRows } from '../catalog/nodes/offlineNode.ts';
import { StandingNode } from './nodes/standingNode.ts';
import { WantingVerticalNode } from './nodes/wantingVerticalNode.ts';
import { Standing, totalOf } from './standing.ts';

/** The view `heady.governance`: which services break the rule of the way to prod, by vertical, and how many keep it. */
export class GovernanceTree extends NodeTree {
  readonly #catalog: CatalogService;
  readonly #subscriptions: Disposable[];
  readonly #standing: Standing;
  /** All that decides which rows there are beside the services. */
  #circumstances = '';

  readonly view;

  constructor(catalog: CatalogService) {
    super();
    this.#catalog = catalog;
    this.#standing = new Standing(catalog.items);
    this.view = window.createTreeView('heady.governance', { treeDataProvider: this, showCollapseAll: true });
    let isConcerned = true;
    this.#subscriptions = [
      this.view,
      catalog.onDidChangeEntries((changes) => {
        isConcerned = this.#standing.apply(changes) || isConcerned;
      }),
      catalog.onDidChange(() => {
        const circumstances = JSON.stringify([
          catalog.failure,
          catalog.snapshot?.indexing,
          catalog.controlPlanes,
        ]);
        if (!isConcerned && circumstances === this.#circumstances) return;
        isConcerned = false;
        this.#circumstances = circumstances;
        this.redraw();
      }),
    ];
  }

  override dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    super.dispose();
  }

  protected override roots(): readonly CatalogNode[] {
    const { snapshot, failure } = this.#catalog;
    const rows: CatalogNode[] = failure === undefined ? [] : [new ErrorNode(failure)];
    if (snapshot === undefined)
      return failure === undefined ? [new LoadingNode('Reading the workspace ...')] : rows;
    if (snapshot.indexing) rows.push(new LoadingNode('Reading the workspace ...'));
    const { prod, stage, wanting } = this.#standing;
    // None at all: the view's welcome says so.
    if (totalOf(prod) + totalOf(stage) === 0) return rows;
    rows.push(...offlineRows(this.#catalog.controlPlanes, new Date()));
    rows.push(new StandingNode('prod', prod));
    if (totalOf(stage) > 0) rows.push(new StandingNode('stage', stage));
    const verticals = [...wanting.groups].sort(([a = '\uffff'], [b = '\uffff']) => (a < b ? -1 : 1));
    return [...rows, ...verticals.map(([vertical, group]) => new WantingVerticalNode(vertical, group))];
  }
}
