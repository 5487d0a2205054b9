import type { CancellationToken } from 'vscode';
import type { ScaffoldQuestions, ScaffoldState } from '../scaffoldWizard.ts';

/** The parameter of machines that is the last part of their names. */
const NUMBER = 'index';
const MOST = 99;

/**
 * Gives a machine the next number that is free, where its template has numbers: its role alone is no name. A number
 * that was chosen for the same role stays while it is free.
 *
 * @param before how things stood before the name was answered
 * @returns the same state where nothing is in the way
 */
export async function withFreeNumber(
  questions: Pick<ScaffoldQuestions, 'check'>,
  state: ScaffoldState,
  before: ScaffoldState,
  token?: CancellationToken,
): Promise<ScaffoldState> {
  const preset = state.template?.parameters.find(({ name }) => name === NUMBER)?.default;
  if (state.kind !== 'VirtualMachine' || typeof preset !== 'number') return state;
  const chosen = state.answers.parameters?.[NUMBER];
  const isSameRole = before.answers.name === undefined || before.answers.name === state.answers.name;
  const first = isSameRole && typeof chosen === 'number' ? chosen : preset;
  for (let number = first; number <= MOST && !token?.isCancellationRequested; number++) {
    const numbered = number === (chosen ?? preset) ? state : withNumber(state, number);
    const { problems } = await questions.check(numbered, token);
    if (problems.every(({ rule }) => rule !== 'naming/duplicate')) return numbered;
  }
  return state;
}

function withNumber(state: ScaffoldState, number: number): ScaffoldState {
  const { answers } = state;
  return { ...state, answers: { ...answers, parameters: { ...answers.parameters, [NUMBER]: number } } };
}
