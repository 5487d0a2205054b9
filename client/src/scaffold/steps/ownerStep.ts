import { ThemeIcon } from 'vscode';
import { askKnownOrOther } from '../askKnownOrOther.ts';
import { answerStep, type ScaffoldQuestions, type ScaffoldStep } from '../scaffoldWizard.ts';

/** Who owns it; the likeliest owner first. */
export function ownerStep(questions: ScaffoldQuestions): ScaffoldStep {
  return answerStep('owner', questions, async (state, frame) => {
    const { owners, defaultOwner } = await questions.choices(state);
    const ordered = [...new Set([...(defaultOwner ? [defaultOwner] : []), ...owners])];
    return askKnownOrOther(frame, {
      placeholder: 'Who owns it?',
      known: ordered.map((owner) => ({
        label: owner,
        description: owner === defaultOwner ? 'suggested' : '',
        iconPath: new ThemeIcon('organization'),
      })),
      active: state.answers.owner ?? defaultOwner,
      other: 'Enter another owner ...',
      text: {
        placeholder: 'For example: team-billing',
        value: state.answers.owner ?? '',
        prompt: () => 'The team or person that answers for it.',
        check: questions.checkOfQuestion('owner', state),
      },
    });
  });
}
