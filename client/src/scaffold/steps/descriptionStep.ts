import { askText } from '../inputs.ts';
import { answerStep, type ScaffoldQuestions, type ServiceStep } from '../serviceWizard.ts';

/** What it is for; may stay empty. */
export function descriptionStep(questions: ScaffoldQuestions): ServiceStep {
  return answerStep('description', (state, frame) =>
    askText(frame, {
      placeholder: 'Invoices and receipts for clinics.',
      value: state.answers.description ?? '',
      prompt: () => 'What is it for, in a sentence? Enter without one leaves it out',
      check: questions.checkOf('description', state),
    }),
  );
}
