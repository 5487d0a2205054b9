import { ThemeIcon } from 'vscode';
import { askKnownOrOther } from '../askKnownOrOther.ts';
import { answerStep, type ScaffoldQuestions, type ScaffoldStep } from '../scaffoldWizard.ts';

/** Which vertical it belongs to: a known one, or another. */
export function verticalStep(questions: ScaffoldQuestions): ScaffoldStep {
  return answerStep('vertical', questions, async (state, frame) => {
    const { verticals } = await questions.choices(state);
    return askKnownOrOther(frame, {
      placeholder: 'To which vertical does it belong?',
      known: verticals.map(({ name, focus, maxSensitivity }) => ({
        label: name,
        description: [focus, maxSensitivity && `data up to ${maxSensitivity}`].filter(Boolean).join(' · '),
        iconPath: new ThemeIcon('symbol-namespace'),
      })),
      active: state.answers.vertical,
      other: 'Enter another vertical ...',
      text: {
        placeholder: 'For example: health',
        value: state.answers.vertical ?? '',
        prompt: () => 'The name of the vertical: lower-case letters, digits and hyphens.',
        check: questions.checkOfQuestion('vertical', state),
      },
    });
  });
}
