import type { Environment, ManifestDocument } from '../manifest/document.ts';
import type { Edit } from '../manifest/edit.ts';
import type { Span } from '../manifest/tree.ts';
import type { CatalogFacts, DocumentRef } from './facts.ts';
import type { Severity } from './levels.ts';

export type { Edit };

/** A place in another (or the same) document that explains a finding. */
export interface Related {
  at: DocumentRef;
  /** Relative to that document's text. */
  span: Span;
  message: string;
}

/** What a rule says of a place in a document; spans are relative to the document's text. */
export interface Finding extends Span {
  message: string;
  /** Where it is not that of the rule: an exempted criterion merely informs. */
  severity?: Severity;
  /**
   * Where the scalar begins that it lies in: a comment that covers this line silences it too, as there is no room for
   * comments between the lines of a text.
   */
  commentAt?: number;
  related?: Related[];
  /** What the rule's own `fixes` needs to know again; plain data. */
  data?: unknown;
}

/** One way to mend a finding. Applying it removes the finding and adds none. */
export interface Fix {
  /** Imperative, without the rule: "Replace with 'restricted'". */
  title: string;
  /** The one right answer: what "fix all" applies. At most one of a finding's fixes. */
  isPreferred: boolean;
  /** Mends a part of what the finding says: some of it may be left. */
  isPartial?: boolean;
  /** By document: the finding's own first. Empty for a fix that is a command. */
  edits: { at: DocumentRef; edits: Edit[] }[];
  /** A fix that is no edit: registering in the catalog. */
  command?: { id: 'register'; kind: string; name: string };
}

/** What a rule may look at. */
export interface RuleContext {
  document: ManifestDocument;
  /** Where the document is. */
  at: DocumentRef;
  /** The document's environment, by decision 7. */
  environment: Environment | undefined;
  facts: CatalogFacts;
}

/**
 * A rule of the manifest language. Its id never changes its meaning; its page is docs/rules/<id>.md.
 */
export interface Rule {
  id: string;
  /** One line: what it asks for. */
  summary: string;
  severity: Severity;
  /** Reports only where a policy or a vertical gives it a severity. */
  isOff?: true;
  /** Stage and prod raise it to error (^ in the table). */
  raised: boolean;
  /** Needs what only a reached control plane (or a complete workspace) can say. */
  needsCatalog?: boolean;
  check(context: RuleContext): Iterable<Finding>;
  /** Quick fixes for one of its own findings. Absent: the rule has none. */
  fixes?(finding: Finding, context: RuleContext): Fix[];
}
