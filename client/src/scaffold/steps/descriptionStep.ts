import { askText } from '../inputs.ts';
import {
  answered,
  frameOf,
  type ScaffoldQuestions,
  type ServiceState,
  type ServiceStep,
} from '../serviceWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** What it is for; may stay empty. */
export class DescriptionStep implements ServiceStep {
  readonly id = 'description';
  readonly #questions: ScaffoldQuestions;

  constructor(questions: ScaffoldQuestions) {
    this.#questions = questions;
  }

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const answer = await askText(frameOf(position), {
      placeholder: 'Invoices and receipts for clinics.',
      value: state.answers.description ?? '',
      prompt: () => 'What is it for, in a sentence? Enter without one leaves it out',
      check: this.#questions.checkOf('description', state),
    });
    return answered(state, 'description', answer);
  }
}
