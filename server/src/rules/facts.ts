import type { Environment, ManifestDocument } from '../manifest/document.ts';
import type { Path, Plain } from '../manifest/tree.ts';
import type { SeveritySetting } from './levels.ts';
import type { NamedReference } from './references.ts';

/** Names a document: file and position in it. */
export interface DocumentRef {
  /** URI (editor) or path (CLI) of the file. */
  uri: string;
  /** 0 for the first document of the file. */
  index: number;
}

/** A document of the workspace under its kind and name. */
export interface Declaration {
  at: DocumentRef;
  kind: string;
  name: string;
  document: ManifestDocument;
}

/** A place in a document of the workspace that names another document. */
export interface Reference extends NamedReference {
  at: DocumentRef;
  document: ManifestDocument;
}

/** What the catalog knows under a kind and name: a document of the workspace, or an entry of the control plane. */
export interface Known {
  kind: string;
  name: string;
  environment: Environment | undefined;
  /** The value at a path; undefined where it is absent, null or does not fit the schema. */
  stated(path: Path): Plain | undefined;
  /** Where the workspace describes it; undefined for an entry. */
  declaration?: Declaration;
}

/** An entry of the control plane's catalog. */
export interface CatalogEntry {
  kind: string;
  name: string;
  environment: Environment | undefined;
  /** The version of a golden image, of which several may be registered side by side. */
  release?: string;
  /** The whole registered document, as JSON. */
  manifest: Plain;
  /** Counts from 1 and grows with each change. */
  version: number;
  /** ISO time of this version. */
  registeredAt: string;
  /** ISO time since when it is out of use: this is told once, then it is forgotten. */
  retiredAt?: string;
}

/** Tri-state: an answer of the catalog is known, absent, or nobody can say. */
export type Knowledge<T> = { state: 'known'; value: T } | { state: 'absent' } | { state: 'unknown' };

/** A Policy manifest's word on a rule. */
export interface PolicySetting {
  severity: SeveritySetting;
  /** The name of that policy, if it has one. */
  policy?: string;
  /** Absent: everywhere. */
  environments?: readonly Environment[];
}

/** What does not change while nobody changes a fact: see `CatalogFacts.derived`. */
export type WorkOut<T> = (facts: Pick<CatalogFacts, 'documentsOf' | 'knownOf'>) => T;

/**
 * All that rules may know beyond their own document. The catalog implements it; rules never see where an answer
 * comes from.
 */
export interface CatalogFacts {
  /** The day on which is judged, `YYYY-MM-DD`: exemptions expire. */
  readonly today: string;
  /** All of the workspace has been read: what it lacks is not there. */
  readonly isComplete: boolean;
  /**
   * What neither the workspace nor a control plane has is absent; false: nobody can say, as a control plane is
   * configured and was not reached, or the workspace is still being read (decision 1).
   */
  readonly seesAll: boolean;
  /** Documents of the workspace with this kind and name, in file order. Names that do not fit are not listed. */
  declarations(kind: string, name: string): readonly Declaration[];
  /**
   * Documents of the workspace of this kind, in file order; names that do not fit are not listed. The list is the
   * same one until a document of the kind changes, so that what is worked out from it can be kept beside it.
   */
  documentsOf(kind: string): readonly Declaration[];
  /**
   * Works something out from the whole catalog once for each state of its facts (`catalog/documentFacts.ts`), not once
   * for each document. What is kept must be made of facts alone, and name documents by `at`: the documents themselves
   * change with every edit.
   */
  derived<T>(workOut: WorkOut<T>): T;
  /**
   * What the catalog knows under a kind and one of these names, in the workspace or registered in any environment:
   * documents of the workspace first. Never an empty list.
   *
   * @param fits further condition; what does not meet it does not count
   */
  known(
    kind: string,
    names: string | readonly string[],
    fits?: (candidate: Known) => boolean,
  ): Knowledge<readonly Known[]>;
  /** All of a kind that the catalog knows: documents of the workspace, then entries. */
  knownOf(kind: string): readonly Known[];
  /** Where documents of the workspace refer to this kind and full name (`referencesOf`), in file order. */
  references(kind: string, name: string): readonly Reference[];
  /** The control plane's entry. `unknown` without a reached control plane. */
  entry(
    kind: string,
    name: string,
    environment: Environment | undefined,
    release?: string,
  ): Knowledge<CatalogEntry>;
  /** Known owners, sorted; empty: nobody knows. */
  owners(): readonly string[];
  /** Known verticals, sorted; empty: nobody knows. */
  verticals(): readonly string[];
  /** What the policies say of a rule; one setting for each policy that mentions it. */
  policySettings(ruleId: string): readonly PolicySetting[];
  /** `Vertical.spec.checks` of that vertical. */
  verticalCheck(vertical: string, ruleId: string): SeveritySetting | undefined;
  /** The owner to propose for a new or ownerless document: from git or the catalog. */
  likelyOwner(vertical: string | undefined): string | undefined;
}
