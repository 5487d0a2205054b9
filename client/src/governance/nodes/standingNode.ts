import { MessageNode } from '../../catalog/nodes/messageNode.ts';
import { type Outcomes, totalOf } from '../standing.ts';
import { keepWords, RULE, wantWords } from '../words.ts';

/** How many services of prod keep the rule, or of those on their way there. */
export class StandingNode extends MessageNode {
  constructor(environment: 'prod' | 'stage', outcomes: Outcomes) {
    const { keeps, breaks } = outcomes;
    const isKept = keeps === totalOf(outcomes);
    const [place, detail] =
      environment === 'prod' ? ['Prod', 'In prod'] : ['Stage', 'In stage, if it were promoted now'];
    super(environment, {
      label: `${place}: ${keepWords(outcomes)}`,
      description: wantWords(outcomes),
      tooltip: [RULE, `${detail}: ${keepWords(outcomes)}`, wantWords(outcomes)].filter(Boolean).join('\n'),
      icon: isKept ? 'pass' : breaks > 0 ? 'shield' : 'question',
      color: isKept ? 'testing.iconPassed' : breaks > 0 ? 'list.errorForeground' : 'disabledForeground',
      contextValue: 'standing',
    });
  }
}
