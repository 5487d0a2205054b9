import { ThemeIcon } from 'vscode';
import { allowedSensitivities, sensitivityMeanings } from '../answers.ts';
import { askChoice, mapAnswer } from '../inputs.ts';
import { answerStep, type ScaffoldQuestions, type ScaffoldStep } from '../scaffoldWizard.ts';

/** How sensitive its data is, as far as its vertical allows. */
export function sensitivityStep(questions: ScaffoldQuestions): ScaffoldStep {
  return answerStep('sensitivity', questions, async (state, frame) => {
    const { verticals } = await questions.choices(state);
    const vertical = verticals.find(({ name }) => name === state.answers.vertical);
    const items = allowedSensitivities(vertical?.maxSensitivity).map((sensitivity) => ({
      sensitivity,
      label: sensitivity,
      description: sensitivityMeanings[sensitivity],
      iconPath: new ThemeIcon(sensitivity === 'public' ? 'globe' : 'lock'),
    }));
    const wanted = state.answers.sensitivity ?? 'internal';
    const limit = vertical?.maxSensitivity
      ? ` Vertical ${vertical.name}: up to ${vertical.maxSensitivity}.`
      : '';
    const answer = await askChoice(frame, {
      placeholder: `How sensitive is its data?${limit}`,
      items,
      active: items.find(({ sensitivity }) => sensitivity === wanted),
    });
    return mapAnswer(answer, ({ sensitivity }) => sensitivity);
  });
}
