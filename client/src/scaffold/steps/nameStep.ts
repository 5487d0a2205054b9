import { askText } from '../inputs.ts';
import {
  answered,
  frameOf,
  type ScaffoldQuestions,
  type ServiceState,
  type ServiceStep,
} from '../serviceWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** The service's own part of its name. */
export class NameStep implements ServiceStep {
  readonly id = 'service';
  readonly #questions: ScaffoldQuestions;

  constructor(questions: ScaffoldQuestions) {
    this.#questions = questions;
  }

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const { environment, vertical, service = '' } = state.answers;
    const answer = await askText(frameOf(position), {
      placeholder: 'billing',
      value: service,
      prompt: (value) => `What is it called? Its full name: ${environment}-${vertical}-${value || '<name>'}`,
      check: this.#questions.checkOf('service', state),
    });
    return answered(state, 'service', answer);
  }
}
