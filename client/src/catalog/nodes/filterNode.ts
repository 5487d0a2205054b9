import { type FilterName, filterWords } from '../outline/filters.ts';
import { MessageNode } from './messageNode.ts';

/** What the filter leaves out, and of how many entries nobody can say whether it should. */
export class FilterNode extends MessageNode {
  constructor(filters: ReadonlySet<FilterName>, counts: { known: number; shown: number; doubtful: number }) {
    const { known, shown, doubtful } = counts;
    const words = filterWords(filters);
    const doubt = doubtful === 0 ? '' : `nobody can say of ${doubtful.toLocaleString('en')} more`;
    const number = (count: number) => count.toLocaleString('en');
    super('filter', {
      label: `Only ${words}`,
      description: [`${number(shown)} of ${number(known)}`, doubt].filter(Boolean).join(' · '),
      tooltip: [
        `The catalog shows only what is ${words}: ${number(shown)} of ${number(known)} entries.`,
        doubt &&
          `Of ${number(doubtful)} more nobody can say whether they are: the control plane was not reached.`,
        'Click to change the filter.',
      ]
        .filter(Boolean)
        .join('\n'),
      icon: 'filter-filled',
      contextValue: 'filter',
      command: { command: 'heady.catalog.filter', title: 'Filter Catalog' },
    });
  }
}
