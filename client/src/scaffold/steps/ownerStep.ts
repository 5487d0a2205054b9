import { ThemeIcon } from 'vscode';
import { askKnownOrOther } from '../askKnownOrOther.ts';
import {
  answered,
  frameOf,
  type ScaffoldQuestions,
  type ServiceState,
  type ServiceStep,
} from '../serviceWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** Who owns it; the likeliest owner first. */
export class OwnerStep implements ServiceStep {
  readonly id = 'owner';
  readonly #questions: ScaffoldQuestions;

  constructor(questions: ScaffoldQuestions) {
    this.#questions = questions;
  }

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const { owners, defaultOwner } = await this.#questions.choices(state);
    const ordered = [...new Set([...(defaultOwner ? [defaultOwner] : []), ...owners])];
    const answer = await askKnownOrOther(frameOf(position), {
      placeholder: 'Who owns it?',
      known: ordered.map((owner) => ({
        label: owner,
        description: owner === defaultOwner ? 'suggested' : '',
        iconPath: new ThemeIcon('organization'),
      })),
      active: state.answers.owner ?? defaultOwner,
      other: 'Enter another owner ...',
      text: {
        placeholder: 'team-billing',
        value: state.answers.owner ?? '',
        prompt: () => 'The team or person that answers for it',
        check: this.#questions.checkOf('owner', state),
      },
    });
    return answered(state, 'owner', answer);
  }
}
