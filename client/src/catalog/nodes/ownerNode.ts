import { ThemeColor, ThemeIcon } from 'vscode';
import type { EntryGroup } from '../outline/entryGroup.ts';
import { type GroupLook, GroupNode, type InPlace } from './groupNode.ts';
import type { TreeShape } from './treeShape.ts';

/** Services that a team answers for. */
export class OwnerNode extends GroupNode {
  constructor(parent: InPlace | undefined, value: string | undefined, group: EntryGroup, shape: TreeShape) {
    super(parent, 'owner', value, group, shape);
  }

  protected override look(): GroupLook {
    const { value: owner } = this;
    return {
      label: owner ?? 'No owner',
      tooltip: owner ? `Services that ${owner} answers for` : 'Services that nobody is said to answer for',
      icon: owner
        ? new ThemeIcon('organization')
        : new ThemeIcon('organization', new ThemeColor('list.warningForeground')),
      contextValue: 'owner',
    };
  }
}
