import { askText } from '../inputs.ts';
import { kindWords } from '../kinds.ts';
import { answerStep, type ScaffoldQuestions, type ScaffoldStep } from '../scaffoldWizard.ts';

/** What it is for; may stay empty. */
export function descriptionStep(questions: ScaffoldQuestions): ScaffoldStep {
  return answerStep('description', questions, (state, frame) =>
    askText(frame, {
      placeholder: `For example: ${kindWords[state.kind].descriptionExample}`,
      value: state.answers.description ?? '',
      prompt: () => 'What is it for, in a sentence? It may stay empty.',
      check: questions.checkOfQuestion('description', state),
    }),
  );
}
