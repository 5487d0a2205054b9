import { askText } from '../inputs.ts';
import { answerStep, type ScaffoldQuestions, type ServiceStep } from '../serviceWizard.ts';

/** The service's own part of its name. */
export function nameStep(questions: ScaffoldQuestions): ServiceStep {
  return answerStep('service', (state, frame) => {
    const { environment, vertical, service = '' } = state.answers;
    return askText(frame, {
      placeholder: 'billing',
      value: service,
      prompt: (value) => `What is it called? Its full name: ${environment}-${vertical}-${value || '<name>'}`,
      check: questions.checkOf('service', state),
    });
  });
}
