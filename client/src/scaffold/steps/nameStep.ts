import type { CancellationToken } from 'vscode';
import { askText, type TextProblem } from '../inputs.ts';
import { fullName, kindWords } from '../kinds.ts';
import {
  answerStep,
  type ScaffoldQuestions,
  type ScaffoldState,
  type ScaffoldStep,
} from '../scaffoldWizard.ts';
import { withFreeNumber } from './freeNumber.ts';

/** Its own part of its name. */
export function nameStep(questions: ScaffoldQuestions): ScaffoldStep {
  return answerStep(
    'name',
    questions,
    (state, frame) => {
      const { kind, answers } = state;
      const { example, nameQuestion } = kindWords[kind];
      const judge = questions.checkOfQuestion('name', state);
      return askText(frame, {
        placeholder: `For example: ${example}`,
        value: answers.name ?? '',
        prompt: (value) => {
          const whole = fullName(kind, value, answers);
          return whole === undefined ? nameQuestion : `${nameQuestion} Its full name: ${whole}`;
        },
        check: async (value, token) =>
          (await anotherNumber(questions, state, value, token)) ??
          spoken(await judge(value, token), state, value),
      });
    },
    (after, before) => withFreeNumber(questions, after, before),
  );
}

/** Where the role alone is taken, the machine gets another number, and is said so. */
async function anotherNumber(
  questions: ScaffoldQuestions,
  state: ScaffoldState,
  value: string,
  token: CancellationToken,
): Promise<TextProblem | undefined> {
  const { kind } = state;
  if (kind !== 'VirtualMachine' || value === '') return undefined;
  const named = { ...state, answers: { ...state.answers, name: value } };
  const numbered = await withFreeNumber(questions, named, state, token);
  if (numbered === named) return undefined;
  const [taken, free] = [named, numbered].map(({ answers }) => fullName(kind, value, answers));
  return { severity: 'info', message: `${taken} is there already; this one becomes ${free}.` };
}

/** The rule speaks to whoever finds two; here the second is still to be made. */
function spoken(
  problem: (TextProblem & { rule?: string }) | undefined,
  { kind, answers }: ScaffoldState,
  value: string,
): TextProblem | undefined {
  if (problem?.rule !== 'naming/duplicate') return problem;
  const name = fullName(kind, value, answers) ?? value;
  return {
    ...problem,
    message: `There is a ${kindWords[kind].noun} "${name}" already. Choose another name.`,
  };
}
