import { Catalog } from '../../catalog/catalog.ts';
import { WorkspaceIndex } from '../../catalog/workspaceIndex.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { CatalogFacts, Known, WorkOut } from '../../rules/facts.ts';
import { isGoverning } from '../../rules/governing.ts';

/** A document under the URI that its entry has in the catalog. */
export interface Placed {
  uri: string;
  document: ManifestDocument;
}

/**
 * What rules may know of one manifest in the catalog: the policies and verticals that govern all, the manifest itself,
 * and its neighbours. What is in neither is not registered.
 */
export class NearbyFacts implements CatalogFacts {
  readonly isComplete = true;
  readonly seesAll = true;
  readonly #governing: CatalogFacts;
  readonly #nearby: CatalogFacts;
  readonly #workedOut = new Map<unknown, unknown>();

  constructor(governing: CatalogFacts, nearby: readonly Placed[]) {
    const index = new WorkspaceIndex();
    for (const { uri, document } of nearby) {
      index.set(uri, { text: document.text, documents: [{ offset: 0, firstLine: 0, document }] });
    }
    this.#governing = governing;
    this.#nearby = new Catalog(index);
  }

  get today(): string {
    return this.#governing.today;
  }

  declarations(kind: string, name: string) {
    return this.#of(kind).declarations(kind, name);
  }

  documentsOf(kind: string) {
    return this.#of(kind).documentsOf(kind);
  }

  derived<T>(workOut: WorkOut<T>): T {
    if (!this.#workedOut.has(workOut)) this.#workedOut.set(workOut, workOut(this));
    return this.#workedOut.get(workOut) as T;
  }

  known(kind: string, names: string | readonly string[], fits?: (candidate: Known) => boolean) {
    return this.#of(kind).known(kind, names, fits);
  }

  knownOf(kind: string) {
    return this.#of(kind).knownOf(kind);
  }

  references(kind: string, name: string) {
    return this.#nearby.references(kind, name);
  }

  entry() {
    return { state: 'unknown' } as const;
  }

  owners() {
    return this.#governing.owners();
  }

  verticals() {
    return this.#governing.verticals();
  }

  policySettings(ruleId: string) {
    return this.#governing.policySettings(ruleId);
  }

  verticalCheck(vertical: string, ruleId: string) {
    return this.#governing.verticalCheck(vertical, ruleId);
  }

  likelyOwner(vertical: string | undefined) {
    return this.#governing.likelyOwner(vertical);
  }

  #of(kind: string): CatalogFacts {
    return isGoverning(kind) ? this.#governing : this.#nearby;
  }
}
