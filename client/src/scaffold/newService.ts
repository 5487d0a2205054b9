import { commands, type Disposable, window, workspace } from 'vscode';
import type { EnvironmentService } from '../environments/environmentService.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { givenAnswers } from './answers.ts';
import type { PreviewDocuments } from './previewDocuments.ts';
import { ScaffoldQuestions, type ServiceState, type ServiceStep } from './serviceWizard.ts';
import { descriptionStep } from './steps/descriptionStep.ts';
import { environmentStep } from './steps/environmentStep.ts';
import { FolderStep } from './steps/folderStep.ts';
import { nameStep } from './steps/nameStep.ts';
import { ownerStep } from './steps/ownerStep.ts';
import { PreviewStep } from './steps/previewStep.ts';
import { sensitivityStep } from './steps/sensitivityStep.ts';
import { verticalStep } from './steps/verticalStep.ts';
import { runWizard } from './wizard.ts';

/**
 * `heady.scaffold.newService`: asks, previews, writes. What a keybinding's `args` (`{"vertical": "health", "owner":
 * "team-clinics"}`) or a node of the catalog answers already is asked only where it breaks a rule.
 */
export function registerNewService(
  server: HeadyServer,
  environments: EnvironmentService,
  documents: PreviewDocuments,
): Disposable {
  const questions = new ScaffoldQuestions(server);
  const steps: ServiceStep[] = [
    new FolderStep(),
    environmentStep(({ uri }) => environments.of(uri)),
    verticalStep(questions),
    nameStep(questions),
    ownerStep(questions),
    sensitivityStep(questions),
    descriptionStep(questions),
    new PreviewStep(questions, documents),
  ];
  return commands.registerCommand('heady.scaffold.newService', (target?: unknown) =>
    reportFailures('The service was not created', async () => {
      const folder = environments.activeFolder;
      if (folder === undefined) return offerFolder();
      const state: ServiceState = { folder, answers: givenAnswers(target) };
      const settled = await settledSteps(questions, state);
      if (workspace.workspaceFolders?.length === 1) settled.add('folder');
      await runWizard(steps, ({ id }) => !settled.has(id), state);
    }),
  );
}

/** The steps whose answers are given and break no rule. */
async function settledSteps(questions: ScaffoldQuestions, state: ServiceState): Promise<Set<string>> {
  const settled = new Set(Object.keys(state.answers));
  if (settled.size === 0) return settled;
  for (const { field, severity } of await questions.problems(state))
    if (severity === 'error') settled.delete(field);
  return settled;
}

async function offerFolder(): Promise<void> {
  const openFolder = 'Open Folder';
  const choice = await window.showWarningMessage(
    'A new service is written into a folder of the workspace, and none is open.',
    openFolder,
  );
  if (choice === openFolder) await commands.executeCommand('vscode.openFolder');
}
