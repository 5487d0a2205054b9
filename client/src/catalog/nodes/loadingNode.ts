import type { CatalogNode } from './catalogNode.ts';
import { MessageNode } from './messageNode.ts';

/** Something is under way: what is missing may yet appear. */
export class LoadingNode extends MessageNode {
  /** @param parent absent: it stands at the root */
  constructor(label: string, parent?: CatalogNode) {
    super('loading', { label, icon: 'loading~spin' }, parent);
  }
}
