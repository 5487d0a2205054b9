import { ThemeIcon } from 'vscode';
import type { EntryGroup } from '../outline/entryGroup.ts';
import { type GroupLook, GroupNode, type InPlace } from './groupNode.ts';
import type { TreeShape } from './treeShape.ts';

/** Services of a vertical. */
export class VerticalNode extends GroupNode {
  constructor(parent: InPlace | undefined, value: string | undefined, group: EntryGroup, shape: TreeShape) {
    super(parent, 'vertical', value, group, shape);
  }

  override get vertical(): string | undefined {
    return this.value;
  }

  protected override look(): GroupLook {
    const { vertical, environment } = this;
    return {
      label: vertical ?? 'No vertical',
      tooltip: vertical
        ? `Services of the vertical ${vertical}`
        : 'Services whose manifests state no vertical',
      icon: new ThemeIcon('symbol-namespace'),
      contextValue: vertical && environment ? 'vertical place' : 'vertical',
    };
  }
}
