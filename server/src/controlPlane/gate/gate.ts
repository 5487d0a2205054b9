import type { ManifestDocument } from '../../manifest/document.ts';
import type { CatalogFacts } from '../../rules/facts.ts';
import type { Severity } from '../../rules/levels.ts';
import type { SeverityOrigin } from '../../rules/severity.ts';

/** What a rule says of a manifest, at a field of it. */
export interface GateFinding {
  rule: string;
  message: string;
  /** `metadata.tags.Owner`; absent where it is about the whole document. */
  path?: string;
}

/** The same with all that is known of it. */
export interface JudgedFinding extends GateFinding {
  severity: Severity;
  /** Who decided on the severity. */
  origin: SeverityOrigin;
  /** The reason in the comment that silences it. Comments do not reach the catalog: it counts all the same. */
  suppressed?: string;
  /** Nobody registers a manifest with this in it. */
  blocks: boolean;
  /** Where it stands in the text that was read; both count from 0, the second in UTF-16 units. */
  line: number;
  character: number;
}

export interface Verdict {
  /** In order of place, then rule. */
  findings: JudgedFinding[];
  /** Rules that were not decided, as they compare a manifest with the whole catalog. */
  undecided: string[];
}

/** Judges manifests by the editor's own rules, under the policies and verticals that are registered. */
export interface Gate {
  /** @param acrossCatalog also against what shares a host, a workspace or a budget with it; default: false */
  judge(document: ManifestDocument, options?: { acrossCatalog?: boolean }): Promise<Verdict>;
  /** What policies and verticals say, for what is no manifest. */
  governance(): Promise<CatalogFacts>;
}

/** What keeps a manifest out of the catalog; none: it may come in. */
export function blocking({ findings }: Verdict): GateFinding[] {
  return findings
    .filter(({ blocks }) => blocks)
    .map(({ rule, message, path }) => ({ rule, message, ...(path === undefined ? {} : { path }) }));
}
