import { MessageNode } from './messageNode.ts';

/** Something is under way: what is missing may yet appear. */
export class LoadingNode extends MessageNode {
  constructor(label: string) {
    super('loading', { label, icon: 'loading~spin' });
  }
}
