import type { Environment, ManifestDocument } from '../manifest/document.ts';
import type { CatalogFacts, Declaration, Known, WorkOut } from '../rules/facts.ts';
import { knownDocument } from '../rules/known.ts';

/** Manifests that are not written yet. */
export interface PlannedFile {
  uri: string;
  documents: readonly ManifestDocument[];
}

/**
 * The catalog as it would be with these manifests in it: they find each other by name. What is worked out from all of
 * the catalog stays as it is without them, since that would have to be done anew with every key.
 */
export class PlannedFacts implements CatalogFacts {
  readonly #catalog: CatalogFacts;
  readonly #uris: ReadonlySet<string>;
  readonly #declarations: readonly Declaration[];

  constructor(catalog: CatalogFacts, planned: readonly PlannedFile[]) {
    this.#catalog = catalog;
    this.#uris = new Set(planned.map(({ uri }) => uri));
    this.#declarations = planned.flatMap(({ uri, documents }) =>
      documents.flatMap((document, index) => {
        const { kind, name } = document;
        return kind && name ? [{ at: { uri, index }, kind, name, document }] : [];
      }),
    );
  }

  get today() {
    return this.#catalog.today;
  }

  get isComplete() {
    return this.#catalog.isComplete;
  }

  get seesAll() {
    return this.#catalog.seesAll;
  }

  declarations(kind: string, name: string): readonly Declaration[] {
    const others = this.#catalog.declarations(kind, name).filter(({ at }) => !this.#uris.has(at.uri));
    return [...others, ...this.#planned(kind, [name])];
  }

  known(kind: string, names: string | readonly string[], fits: (candidate: Known) => boolean = () => true) {
    const planned = this.#planned(kind, typeof names === 'string' ? [names] : names)
      .map(knownDocument)
      .filter(fits);
    const others = this.#catalog.known(kind, names, fits);
    if (planned.length === 0) return others;
    const value = others.state === 'known' ? [...planned, ...others.value] : planned;
    return { state: 'known', value } as const;
  }

  documentsOf(kind: string) {
    return this.#catalog.documentsOf(kind);
  }

  derived<T>(workOut: WorkOut<T>): T {
    return this.#catalog.derived(workOut);
  }

  knownOf(kind: string) {
    return this.#catalog.knownOf(kind);
  }

  references(kind: string, name: string) {
    return this.#catalog.references(kind, name);
  }

  entry(kind: string, name: string, environment: Environment | undefined, release?: string) {
    return this.#catalog.entry(kind, name, environment, release);
  }

  owners() {
    return this.#catalog.owners();
  }

  verticals() {
    return this.#catalog.verticals();
  }

  policySettings(ruleId: string) {
    return this.#catalog.policySettings(ruleId);
  }

  verticalCheck(vertical: string, ruleId: string) {
    return this.#catalog.verticalCheck(vertical, ruleId);
  }

  likelyOwner(vertical: string | undefined) {
    return this.#catalog.likelyOwner(vertical);
  }

  #planned(kind: string, names: readonly string[]): Declaration[] {
    return this.#declarations.filter(
      (declaration) => declaration.kind === kind && names.includes(declaration.name),
    );
  }
}
