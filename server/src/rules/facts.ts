import type { Environment, ManifestDocument } from '../manifest/document.ts';
import type { Path, Plain } from '../manifest/tree.ts';
import type { SeveritySetting } from './levels.ts';

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
export interface Reference {
  at: DocumentRef;
  document: ManifestDocument;
  path: Path;
}

/** An entry of the control plane's catalog. */
export interface CatalogEntry {
  kind: string;
  name: string;
  environment: Environment | undefined;
  /** The whole registered document, as JSON. */
  manifest: Plain;
  /** Counts from 1 and grows with each change. */
  version: number;
  /** ISO time of this version. */
  registeredAt: string;
}

/** Tri-state: an answer of the catalog is known, absent, or nobody can say. */
export type Knowledge<T> = { state: 'known'; value: T } | { state: 'absent' } | { state: 'unknown' };

/** A Policy manifest's word on a rule. */
export interface PolicySetting {
  severity: SeveritySetting;
  /** Absent: everywhere. */
  environments?: readonly Environment[];
}

/**
 * All that rules may know beyond their own document. The catalog implements it; rules never see where an answer
 * comes from.
 */
export interface CatalogFacts {
  /** All of the workspace has been read: what it lacks is not there. */
  readonly isComplete: boolean;
  /** Documents of the workspace with this kind and name, in file order. Names that do not fit are not listed. */
  declarations(kind: string, name: string): readonly Declaration[];
  /**
   * Documents of the workspace of this kind, in file order; names that do not fit are not listed. The list is the
   * same one until a document of the kind changes, so that what is worked out from it can be kept beside it.
   */
  documentsOf(kind: string): readonly Declaration[];
  /** Where documents of the workspace refer to this kind and name (`referencesOf`), in file order. */
  references(kind: string, name: string): readonly Reference[];
  /** The control plane's entry. `unknown` without a reached control plane. */
  entry(kind: string, name: string, environment: Environment | undefined): Knowledge<CatalogEntry>;
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
