import { ThemeColor, ThemeIcon } from 'vscode';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import {
  environmentLabels,
  environmentSummaries,
  isEnvironmentName,
} from '../../environments/environments.ts';
import type { EntryGroup } from '../outline/entryGroup.ts';
import { type GroupLook, GroupNode, type InPlace } from './groupNode.ts';
import type { TreeShape } from './treeShape.ts';

/** Services of an environment. */
export class EnvironmentNode extends GroupNode {
  constructor(parent: InPlace | undefined, value: string | undefined, group: EntryGroup, shape: TreeShape) {
    super(parent, 'environment', value, group, shape);
  }

  override get environment(): EnvironmentName | undefined {
    return isEnvironmentName(this.value) ? this.value : undefined;
  }

  get isCurrent(): boolean {
    return this.environment === this.shape.current;
  }

  protected override look(): GroupLook {
    const { environment, isCurrent } = this;
    if (!environment)
      return {
        label: 'No environment',
        tooltip: 'Services whose manifests state no environment',
        icon: new ThemeIcon('server-environment'),
        contextValue: 'environment',
        noun: 'service',
      };
    return {
      label: environmentLabels[environment],
      tooltip: `${environmentLabels[environment]}: ${environmentSummaries[environment]}`,
      icon: new ThemeIcon('server-environment', isCurrent ? new ThemeColor('charts.green') : undefined),
      contextValue: [
        'environment place',
        isCurrent ? 'current-environment' : 'other-environment',
        this.shape.isReadOnly(environment) ? 'read-only' : '',
      ]
        .filter(Boolean)
        .join(' '),
      ...currentWords(isCurrent, this.shape.foldersIn(environment)),
      noun: 'service',
    };
  }

  protected override get opensAtFirst(): boolean {
    return super.opensAtFirst || (this.isInUse && this.parent === undefined);
  }
}

/** Of several folders each has its own: it is the same whichever of them one works in. */
function currentWords(isCurrent: boolean, folders: readonly string[]): { remark?: string } {
  if (folders.length > 0) return { remark: `current in ${folders.join(', ')}` };
  return isCurrent ? { remark: 'current' } : {};
}
