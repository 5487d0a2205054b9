import type { Environment, ManifestDocument } from '../manifest/document.ts';
import { environmentOf } from '../manifest/environment.ts';
import type { DocumentRef } from '../rules/facts.ts';
import { isFixable, type LintOptions, lintDocument } from '../rules/lint.ts';
import { isSameDocument } from '../rules/naming/rename.ts';
import type { Report } from '../rules/report.ts';
import type { Catalog } from './catalog.ts';

/** What was found in a document, as it can be kept beyond the life of the process. Plain data. */
export interface KeptReport {
  /** In which it was judged. */
  environment?: Environment;
  /** It is the one switched to, as the document states none. */
  isSwitched?: true;
  /** `WorkspaceIndex.governance` of the time: under another one nothing of it holds. */
  governance: string;
  /** `factsDigest` of the time: under another one only what asked for no facts holds. Empty: nobody knows. */
  facts: string;
  report: Report;
  /** For each finding, whether its rule knows a fix; absent: nobody asked. */
  fixable?: readonly boolean[];
}

/**
 * The findings of each document, worked out when asked for and kept until something changes on which they depend. When
 * only facts of other documents changed, only the rules that asked for facts run again.
 */
export class Reports {
  readonly #catalog: Catalog;
  readonly #kept = new WeakMap<ManifestDocument, Entry>();
  readonly #serials = new WeakMap<object, number>();
  #nextSerial = 1;
  /** Something was worked out that was not known when this began. */
  hasNews = false;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Changes whenever something that all documents may depend on does. */
  get stamp(): string {
    const { workspace, controlPlane, isComplete, seesAll, today } = this.#catalog;
    return `${workspace.version}/${this.#serial(controlPlane)}/${isComplete}/${seesAll}/${today}`;
  }

  /** @param switched environment of documents that state none */
  of(at: DocumentRef, document: ManifestDocument, switched: Environment | undefined): Report {
    return this.#entry(at, document, switched).report;
  }

  /** What `of` would say, where nothing has to be worked out for it. */
  ready(at: DocumentRef, document: ManifestDocument, switched: Environment | undefined): Report | undefined {
    const kept = this.#kept.get(document);
    const isCurrent =
      kept?.stamp === this.stamp &&
      isSameDocument(kept.at, at) &&
      kept.environment === environmentOf(document, switched);
    return isCurrent ? kept.report : undefined;
  }

  /** For each finding of `of`, whether its rule knows a fix. */
  fixable(
    at: DocumentRef,
    document: ManifestDocument,
    switched: Environment | undefined,
  ): readonly boolean[] {
    const entry = this.#entry(at, document, switched);
    const options = this.#options(at, document, switched);
    if (!entry.fixable) {
      entry.fixable = entry.report.findings.map((finding) => isFixable(finding, options));
      this.hasNews = true;
    }
    return entry.fixable;
  }

  /** What was found last in a document. @param facts `factsDigest` of now */
  kept(at: DocumentRef, document: ManifestDocument, facts: string): KeptReport | undefined {
    const entry = this.#kept.get(document);
    if (!entry || !isSameDocument(entry.at, at)) return undefined;
    const { stamp, at: _, ...kept } = entry;
    return stamp === this.stamp ? { ...kept, facts } : kept;
  }

  /** Takes over what was found in a document earlier. @param facts `factsDigest` of now, if somebody knows it */
  adopt(at: DocumentRef, document: ManifestDocument, earlier: KeptReport, facts: string | undefined): void {
    const isCurrent = earlier.facts === facts && earlier.governance === this.#catalog.workspace.governance;
    this.#kept.set(document, { ...earlier, at, stamp: isCurrent ? this.stamp : '' });
  }

  #entry(at: DocumentRef, document: ManifestDocument, switched: Environment | undefined): Entry {
    const { stamp } = this;
    const environment = environmentOf(document, switched);
    const kept = this.#kept.get(document);
    const isSame = kept && isSameDocument(kept.at, at) && kept.environment === environment;
    if (isSame && kept.stamp === stamp) return kept;
    const { governance } = this.#catalog.workspace;
    const earlier = isSame && kept.governance === governance ? kept.report : undefined;
    const report = lintDocument({ ...this.#options(at, document, switched), earlier });
    const isSwitched = environment !== undefined && environmentOf(document) === undefined;
    const entry: Entry = {
      at,
      stamp,
      governance,
      facts: '',
      report,
      ...(environment ? { environment } : {}),
      ...(isSwitched ? { isSwitched } : {}),
    };
    this.#kept.set(document, entry);
    this.hasNews = true;
    return entry;
  }

  #options(at: DocumentRef, document: ManifestDocument, environment: Environment | undefined): LintOptions {
    return { document, at, facts: this.#catalog, environment };
  }

  #serial(object: object): number {
    const known = this.#serials.get(object);
    if (known) return known;
    this.#serials.set(object, this.#nextSerial);
    return this.#nextSerial++;
  }
}

interface Entry extends KeptReport {
  at: DocumentRef;
  /** `Reports.stamp` of the time; empty: before this process. */
  stamp: string;
}
