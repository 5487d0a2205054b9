import { askText } from '../inputs.ts';
import { fullName, kindWords } from '../kinds.ts';
import { answerStep, type ScaffoldQuestions, type ScaffoldStep } from '../scaffoldWizard.ts';

/** Its own part of its name. */
export function nameStep(questions: ScaffoldQuestions): ScaffoldStep {
  return answerStep('name', questions, (state, frame) => {
    const { kind, answers } = state;
    const { example, nameQuestion } = kindWords[kind];
    return askText(frame, {
      placeholder: example,
      value: answers.name ?? '',
      prompt: (value) => {
        const whole = fullName(kind, value, answers);
        return whole === value ? nameQuestion : `${nameQuestion} Its full name: ${whole}`;
      },
      check: questions.checkOfQuestion('name', state),
    });
  });
}
