import type { CatalogItem } from '../protocol/catalog.ts';
import type { ProdVerdict } from '../protocol/governance.ts';

/** The rule of the way to prod, as it is written. */
export const PROD_RULE = 'No service goes to prod without an owner and a catalog entry.';

/** How many services, by outcome. */
export type Outcomes = Record<ProdVerdict['outcome'], number>;

export interface GovernanceReport {
  rule: string;
  counts: { prod: Outcomes; stage: Outcomes };
  /** Those that have services which break the rule, or of which nobody can say whether they do; by name. */
  verticals: GovernanceVertical[];
}

export interface GovernanceVertical {
  /** null: the services state none. */
  vertical: string | null;
  /** Those that break the rule first; then of prod before stage; by name. */
  services: GovernanceService[];
}

export interface GovernanceService {
  name: string;
  environment: 'prod' | 'stage';
  outcome: 'breaks' | 'undecided';
  owner: string | null;
  reasons: { rule: string; message: string; silenced?: string }[];
  /** Ids of the rules that nobody can decide now. */
  undecided: string[];
  /** Where its manifest says its name; absent: it has none here. Lines from 1. */
  file?: string;
  line?: number;
}

/**
 * Which services break the rule of the way to prod, and how many keep it.
 *
 * @param fileOf how a file is called for people, by its URI
 */
export function governanceReport(
  items: Iterable<CatalogItem>,
  fileOf: (uri: string) => string,
): GovernanceReport {
  const none = (): Outcomes => ({ keeps: 0, breaks: 0, undecided: 0 });
  const counts = { prod: none(), stage: none() };
  const verticals = new Map<string | null, GovernanceService[]>();
  for (const item of items) {
    const { prod, environment, vertical = null } = item;
    if (!prod || (environment !== 'prod' && environment !== 'stage')) continue;
    const { outcome } = prod;
    counts[environment][outcome]++;
    if (outcome === 'keeps') continue;
    const services = verticals.get(vertical) ?? [];
    verticals.set(vertical, services);
    services.push(serviceOf(item, environment, outcome, prod, fileOf));
  }
  return {
    rule: PROD_RULE,
    counts,
    verticals: [...verticals]
      .map(([vertical, services]) => ({ vertical, services: services.sort(worstFirst) }))
      .sort((a, b) => compare(a.vertical ?? '\uffff', b.vertical ?? '\uffff')),
  };
}

function serviceOf(
  { name, owner, uri, range }: CatalogItem,
  environment: 'prod' | 'stage',
  outcome: 'breaks' | 'undecided',
  { breaches, undecided }: ProdVerdict,
  fileOf: (uri: string) => string,
): GovernanceService {
  return {
    name,
    environment,
    outcome,
    owner: owner ?? null,
    reasons: breaches.map(({ range: _, ...reason }) => reason),
    undecided,
    ...(uri === undefined ? {} : { file: fileOf(uri) }),
    ...(range ? { line: range.start.line + 1 } : {}),
  };
}

function worstFirst(a: GovernanceService, b: GovernanceService): number {
  return compare(a.outcome, b.outcome) || compare(a.environment, b.environment) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
