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

/** Which vertical it belongs to: a known one, or another. */
export class VerticalStep implements ServiceStep {
  readonly id = 'vertical';
  readonly #questions: ScaffoldQuestions;

  constructor(questions: ScaffoldQuestions) {
    this.#questions = questions;
  }

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const { verticals } = await this.#questions.choices(state);
    const answer = await askKnownOrOther(frameOf(position), {
      placeholder: 'To which vertical does it belong?',
      known: verticals.map(({ name, focus, maxSensitivity }) => ({
        label: name,
        description: [focus, maxSensitivity && `data up to ${maxSensitivity}`].filter(Boolean).join(' · '),
        iconPath: new ThemeIcon('symbol-namespace'),
      })),
      active: state.answers.vertical,
      other: 'Enter another vertical ...',
      text: {
        placeholder: 'health',
        value: state.answers.vertical ?? '',
        prompt: () => 'The name of the vertical: lower case letters, digits and hyphens',
        check: this.#questions.checkOf('vertical', state),
      },
    });
    return answered(state, 'vertical', answer);
  }
}
