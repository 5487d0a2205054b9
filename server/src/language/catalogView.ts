import type { CatalogItem } from '../protocol/catalog.ts';
import type { CatalogFacts } from '../rules/facts.ts';

/** What completion and hover show of the catalog: workspace and control plane merged. The catalog implements it. */
export interface CatalogView {
  /** What the rules know of it. */
  readonly catalog: CatalogFacts;
  /** Known owners, sorted; empty: nobody knows. */
  owners(): readonly string[];
  /** Known verticals, sorted; empty: nobody knows. */
  verticals(): readonly string[];
  /** Everything of a kind, in the order to show it. */
  items(kind: string): readonly CatalogItem[];
}
