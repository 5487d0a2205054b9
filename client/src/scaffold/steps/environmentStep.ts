import { ThemeIcon, type WorkspaceFolder } from 'vscode';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../../server/src/protocol.ts';
import { environmentLabels, environmentSummaries } from '../../environments/environments.ts';
import { askChoice, mapAnswer } from '../inputs.ts';
import { answerStep, type ScaffoldQuestions, type ScaffoldStep } from '../scaffoldWizard.ts';

/** Which environment it runs in; the one that its folder is switched to is the first guess. */
export function environmentStep(
  questions: ScaffoldQuestions,
  switchedTo: (folder: WorkspaceFolder) => EnvironmentName,
): ScaffoldStep {
  return answerStep('environment', questions, async (state, frame) => {
    const current = switchedTo(state.folder);
    const items = ENVIRONMENT_NAMES.map((name) => ({
      environment: name,
      label: environmentLabels[name],
      description: `${environmentSummaries[name]}${name === current ? ' (current)' : ''}`,
      iconPath: new ThemeIcon(name === 'prod' ? 'shield' : 'server-environment'),
    }));
    const wanted = state.answers.environment ?? current;
    const answer = await askChoice(frame, {
      placeholder: 'In which environment does it run?',
      items,
      active: items.find(({ environment }) => environment === wanted),
    });
    return mapAnswer(answer, ({ environment }) => environment);
  });
}
