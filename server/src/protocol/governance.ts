import type { Range } from '../protocol.ts';

/**
 * Whether a service keeps to "no service goes to prod without an owner and a catalog entry". One in stage is judged as if
 * it were promoted now. `undecided`: nothing breaks it that is known, and nobody can say the rest.
 */
export interface ProdVerdict {
  outcome: 'keeps' | 'breaks' | 'undecided';
  /** Why it breaks it. */
  breaches: ProdBreach[];
  /** Ids of the rules that nobody can decide now. */
  undecided: string[];
}

export interface ProdBreach {
  /** Its id. */
  rule: string;
  message: string;
  /** The reason in the comment that silences the finding; it is a breach all the same. */
  silenced?: string;
  /** Where it is mended, in the item's manifest. Absent: not in a manifest. */
  range?: Range;
}

export const GOVERNANCE_FORMATS = ['markdown', 'csv', 'json'] as const;
export type GovernanceFormat = (typeof GOVERNANCE_FORMATS)[number];

export interface GovernanceExportParams {
  format: GovernanceFormat;
}
