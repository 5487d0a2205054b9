import { askText } from '../inputs.ts';
import { kindWords } from '../kinds.ts';
import { answerStep, type ScaffoldQuestions, type ScaffoldStep } from '../scaffoldWizard.ts';

/** What it is for; may stay empty. */
export function descriptionStep(questions: ScaffoldQuestions): ScaffoldStep {
  return answerStep('description', questions, (state, frame) =>
    askText(frame, {
      placeholder: kindWords[state.kind].descriptionExample,
      value: state.answers.description ?? '',
      prompt: () => 'What is it for, in a sentence? Enter without one leaves it out',
      check: questions.checkOfQuestion('description', state),
    }),
  );
}
