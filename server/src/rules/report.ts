import type { Severity } from './levels.ts';
import type { Finding } from './rule.ts';

/** A finding as the engine hands it on: with its rule, its severity, and whether a comment silences it. */
export interface ReportedFinding extends Finding {
  rule: string;
  severity: Severity;
  /** The reason given in the comment that silences it; undefined: not silenced. */
  suppressed?: string;
}

/** What linting one document found. */
export interface Report {
  /** In order of position, then rule. Suppressed ones included. */
  findings: readonly ReportedFinding[];
  /** Ids of the rules that could not say because the catalog is not known. */
  undecided: readonly string[];
  /** Ids of the rules that asked for facts: what they found holds as long as the facts do, the rest as the document. */
  asked: readonly string[];
}
