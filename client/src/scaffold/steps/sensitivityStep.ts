import { ThemeIcon } from 'vscode';
import { allowedSensitivities, sensitivityMeanings } from '../answers.ts';
import { askChoice } from '../inputs.ts';
import {
  answered,
  frameOf,
  type ScaffoldQuestions,
  type ServiceState,
  type ServiceStep,
} from '../serviceWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** How sensitive its data is, as far as its vertical allows. */
export class SensitivityStep implements ServiceStep {
  readonly id = 'sensitivity';
  readonly #questions: ScaffoldQuestions;

  constructor(questions: ScaffoldQuestions) {
    this.#questions = questions;
  }

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const { verticals } = await this.#questions.choices(state);
    const vertical = verticals.find(({ name }) => name === state.answers.vertical);
    const items = allowedSensitivities(vertical?.maxSensitivity).map((sensitivity) => ({
      sensitivity,
      label: sensitivity,
      description: sensitivityMeanings[sensitivity],
      iconPath: new ThemeIcon(sensitivity === 'public' ? 'globe' : 'lock'),
    }));
    const wanted = state.answers.sensitivity ?? 'internal';
    const limit = vertical?.maxSensitivity
      ? ` The vertical ${vertical.name} allows up to ${vertical.maxSensitivity}.`
      : '';
    const answer = await askChoice(frameOf(position), {
      placeholder: `How sensitive is the most sensitive data it handles?${limit}`,
      items,
      active: items.find(({ sensitivity }) => sensitivity === wanted),
    });
    return answered(
      state,
      'sensitivity',
      answer.is === 'value' ? { is: 'value', value: answer.value.sensitivity } : answer,
    );
  }
}
