import { MessageNode } from './messageNode.ts';

/** The catalog could not be had: why, and that a click tries again. */
export class ErrorNode extends MessageNode {
  constructor(reason: string) {
    super('error', {
      label: 'Catalog not available',
      description: 'click to retry',
      tooltip: `${reason}\nClick to try again.`,
      icon: 'error',
      color: 'list.errorForeground',
      contextValue: 'retry',
      command: { command: 'heady.catalog.refresh', title: 'Retry' },
    });
  }
}
