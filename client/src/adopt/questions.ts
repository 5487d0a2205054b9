import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { AdoptAnswers, AdoptResult } from '../../../server/src/protocol/adopt.ts';
import { ENVIRONMENT_NAMES } from '../../../server/src/protocol.ts';
import { type AdoptQuestion, missingAnswers } from './missing.ts';

const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'];

const WORDS: Record<AdoptQuestion, string> = {
  environment: 'Where do they run?',
  vertical: 'Which vertical do they serve?',
  owner: 'Who owns them?',
  sensitivity: 'How sensitive may their data be?',
};

interface Choice extends QuickPickItem {
  /** Absent: left open. */
  value?: string;
  /** One that is not listed. */
  isOther?: true;
}

const LEAVE_OPEN: Choice = {
  label: 'Leave it open',
  iconPath: new ThemeIcon('circle-slash'),
  description: 'the manifests will say what is missing',
};
const OTHER: Choice = { label: 'Another one ...', iconPath: new ThemeIcon('edit'), isOther: true };

/**
 * Asks what the sources tell nothing of, one question for all manifests that lack it.
 *
 * @returns undefined when a person went away
 */
export async function askMissing({ report, known }: AdoptResult): Promise<AdoptAnswers | undefined> {
  const answers: AdoptAnswers = {};
  const missing = [...missingAnswers(report)];
  for (const [step, [question, count]] of missing.entries()) {
    const title = `Adopt Existing Services (${step + 1}/${missing.length})`;
    const placeHolder = `${WORDS[question]} ${count === 1 ? 'One manifest does' : `${count} manifests do`} not say.`;
    const choice = await window.showQuickPick(choicesOf(question, known), {
      title,
      placeHolder,
      ignoreFocusOut: true,
    });
    if (!choice) return undefined;
    const value = choice.isOther ? await askOther(title, question) : choice.value;
    if (choice.isOther && value === undefined) return undefined;
    const environment = ENVIRONMENT_NAMES.find((name) => name === value);
    if (question === 'environment') {
      if (environment) answers.environment = environment;
    } else if (value) answers[question] = value;
  }
  return answers;
}

function choicesOf(question: AdoptQuestion, { verticals, owners }: AdoptResult['known']): Choice[] {
  const named = (values: readonly string[]) => values.map((value): Choice => ({ label: value, value }));
  if (question === 'environment') return [...named(ENVIRONMENT_NAMES), LEAVE_OPEN];
  if (question === 'sensitivity') return [...named(SENSITIVITIES), LEAVE_OPEN];
  return [...named(question === 'vertical' ? verticals : owners), OTHER, LEAVE_OPEN];
}

function askOther(title: string, question: AdoptQuestion): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: WORDS[question],
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value.trim() === '') return 'It is empty; Escape leaves without an answer.';
      const isName = question !== 'vertical' || /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(value);
      return isName ? undefined : 'A vertical is lower-case words joined by hyphens.';
    },
  });
}
