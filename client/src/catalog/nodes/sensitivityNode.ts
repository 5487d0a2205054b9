import { ThemeIcon } from 'vscode';
import type { EntryGroup } from '../outline/entryGroup.ts';
import { type GroupLook, GroupNode, type InPlace } from './groupNode.ts';
import type { TreeShape } from './treeShape.ts';

/** Services whose data have to be protected alike. */
export class SensitivityNode extends GroupNode {
  constructor(parent: InPlace | undefined, value: string | undefined, group: EntryGroup, shape: TreeShape) {
    super(parent, 'sensitivity', value, group, shape);
  }

  protected override look(): GroupLook {
    const { value: sensitivity } = this;
    return {
      label: sensitivity ?? 'No data sensitivity',
      tooltip: sensitivity
        ? `Services with ${sensitivity} data`
        : 'Services whose manifests do not say how sensitive their data are',
      icon: new ThemeIcon('lock'),
      contextValue: 'sensitivity',
    };
  }
}
