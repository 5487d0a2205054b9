import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { ProdVerdict } from '../../../server/src/protocol/governance.ts';
import type { EntryChange } from '../catalog/catalogMirror.ts';
import { EntryGroup } from '../catalog/outline/entryGroup.ts';

/** How many services, by outcome. */
export type Outcomes = Record<ProdVerdict['outcome'], number>;

/** How the services of the way to prod stand to its rule; follows the catalog change by change. */
export class Standing {
  readonly prod: Outcomes = { keeps: 0, breaks: 0, undecided: 0 };
  /** Those on their way there. */
  readonly stage: Outcomes = { keeps: 0, breaks: 0, undecided: 0 };
  /** Those that break the rule, or of which nobody can say whether they do, by vertical. */
  readonly wanting = new EntryGroup(['vertical']);

  constructor(items: Iterable<CatalogItem>) {
    for (const item of items) this.#count(item, 1);
  }

  /** @returns whether any of it concerns the way to prod */
  apply(changes: readonly EntryChange[]): boolean {
    const concerned = changes.filter(({ before, after }) => before?.prod || after?.prod);
    for (const { before, after } of concerned) {
      if (before) this.#count(before, -1);
      if (after) this.#count(after, 1);
    }
    return concerned.length > 0;
  }

  #count(item: CatalogItem, sign: 1 | -1): void {
    if (!item.prod) return;
    const { outcome } = item.prod;
    (item.environment === 'stage' ? this.stage : this.prod)[outcome] += sign;
    if (outcome === 'keeps') return;
    if (sign > 0) this.wanting.add(item);
    else this.wanting.remove(item);
  }
}

export function totalOf({ keeps, breaks, undecided }: Outcomes): number {
  return keeps + breaks + undecided;
}

const RANKS: Record<ProdVerdict['outcome'], number> = { breaks: 0, undecided: 1, keeps: 2 };

/** Those that break the rule first; then of prod before stage; the rest of the order stays. */
export function worstFirst(entries: readonly CatalogItem[]): CatalogItem[] {
  const rank = ({ prod, environment }: CatalogItem) =>
    2 * RANKS[prod?.outcome ?? 'keeps'] + Number(environment === 'stage');
  return entries.toSorted((a, b) => rank(a) - rank(b));
}
