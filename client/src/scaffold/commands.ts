import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  Uri,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import type { ScaffoldKind, TemplateList } from '../../../server/src/protocol/scaffold.ts';
import type { EnvironmentService } from '../environments/environmentService.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { goOn } from './afterwards.ts';
import { givenAnswers, givenTemplate } from './answers.ts';
import { entryAnswers } from './entryAnswers.ts';
import { kindWords } from './kinds.ts';
import { PreviewDocuments } from './preview/previewDocuments.ts';
import { ScaffoldQuestions, type ScaffoldState } from './scaffoldWizard.ts';
import { ScaffoldSecrets } from './secretStore.ts';
import { type Made, PreviewStep } from './steps/previewStep.ts';
import { chosen } from './steps/templateStep.ts';
import { ScaffoldSteps } from './stepsOf.ts';
import { runWizard } from './wizard.ts';
import { EmptyFolders } from './write/emptyFolders.ts';

const newCommands: Readonly<Record<string, ScaffoldKind>> = {
  'heady.scaffold.newService': 'Service',
  'heady.scaffold.newVertical': 'Vertical',
  'heady.scaffold.newVirtualMachine': 'VirtualMachine',
  'heady.scaffold.newGoldenImage': 'GoldenImage',
  'heady.scaffold.newApi': 'Api',
  'heady.scaffold.newMcpServer': 'McpServer',
  'heady.scaffold.newAgent': 'Agent',
};

/** Templates that add to a project what it lacks, and no code of their own: the fullest first. */
const FOR_EXISTING = ['rails', 'service-manifest'];

/** Asks for one of a kind, previews, writes. */
interface Errand {
  kind: ScaffoldKind;
  title: string;
  target: unknown;
  /** Only these templates, by name; absent: all of the kind. */
  only?: readonly string[];
  /** The folder that is added to; absent: the kind's own. */
  into?: { folder: WorkspaceFolder; within: string };
}

/**
 * `heady.scaffold.new*`: asks, previews, writes. What a keybinding's `args` (`{"vertical": "health", "owner":
 * "team-clinics", "template": "go-http"}`) or a node of the catalog answers already is asked only where it breaks a rule.
 */
export function registerScaffold(
  server: HeadyServer,
  environments: EnvironmentService,
  context: ExtensionContext,
): Disposable[] {
  const documents = new PreviewDocuments();
  const emptyFolders = new EmptyFolders();
  const secrets = new ScaffoldSecrets(context);
  const questions = new ScaffoldQuestions(server);

  const run = async ({ kind, title, target, only, into }: Errand): Promise<void> => {
    const folder = environments.activeFolder;
    if (folder === undefined) return offerFolder(kindWords[kind].noun);
    const list = offered(await questions.templates(), kind, only);
    const initial = initialState(list, { kind, title, target, folder: into?.folder ?? folder });
    const state = into ? { ...initial, within: into.within } : initial;
    const settled = await settledSteps(questions, state);
    if (into || workspace.workspaceFolders?.length === 1) settled.add('folder');
    if (state.template) settled.add('template');
    // Who gives some leaves the others as they are.
    if (givenAnswers(target).parameters) settled.add('defaults');
    let made: Made | undefined;
    const preview = new PreviewStep(questions, documents, (result) => {
      made = result;
    });
    const steps = new ScaffoldSteps(questions, list, ({ uri }) => environments.of(uri), preview);
    const end = await runWizard(
      (now) => steps.all(now),
      (step, now) => ScaffoldSteps.isAsked(step, now, settled),
      await questions.settled(state),
    );
    if (end === undefined)
      window.setStatusBarMessage(`$(circle-slash) ${title}: nothing was written.`, 5_000);
    if (made === undefined) return;
    emptyFolders.watch(made.written);
    await secrets.keep(made.state.folder.uri, made.preview.name, made.state.secrets);
    await goOn(made, documents);
  };

  return [
    documents,
    emptyFolders,
    ...Object.entries(newCommands).map(([command, kind]) =>
      commands.registerCommand(command, (target?: unknown) =>
        reportFailures(`The ${kindWords[kind].noun} was not created`, () =>
          run({ kind, title: kindWords[kind].title, target }),
        ),
      ),
    ),
    commands.registerCommand('heady.scaffold.addToProject', (target?: unknown) =>
      reportFailures('Nothing was added', async () => {
        const into = await existingProject(target);
        if (!into) return;
        const name = into.within.split('/').at(-1) ?? '';
        const given = { name, ...(target instanceof Uri ? {} : givenAnswers(target)) };
        await run({
          kind: 'Service',
          title: 'Add Heady to Existing Project',
          target: given,
          only: FOR_EXISTING,
          into,
        });
      }),
    ),
    commands.registerCommand('heady.scaffold.copySecret', () =>
      reportFailures('The secret was not copied', () => copySecret(secrets)),
    ),
  ];
}

/** The templates of a kind, or those of it that are named, as far as there are any. */
function offered(list: TemplateList, kind: ScaffoldKind, only: readonly string[] | undefined): TemplateList {
  const ofKind = list.templates.filter(({ creates }) => creates === kind);
  const named = only?.flatMap((name) => ofKind.filter((template) => template.name === name));
  const templates = named ?? ofKind;
  if (templates.length === 0) throw new Error(`there is no template of a ${kindWords[kind].noun}.`);
  return { ...list, templates };
}

function initialState(
  { templates }: TemplateList,
  { kind, title, target, folder }: Pick<ScaffoldState, 'kind' | 'title' | 'folder'> & { target: unknown },
): ScaffoldState {
  const answers = { ...givenAnswers(target), ...entryAnswers(kind, target) };
  const state: ScaffoldState = { kind, title, folder, answers, asked: [], secrets: {} };
  const [first, ...others] = templates;
  const template = others.length === 0 ? first : templates.find(({ name }) => name === givenTemplate(target));
  return template ? chosen(state, template) : state;
}

/** The steps whose answers are given and break no rule. */
async function settledSteps(questions: ScaffoldQuestions, state: ScaffoldState): Promise<Set<string>> {
  const { parameters = {}, ...rest } = state.answers;
  const settled = new Set([
    ...Object.keys(rest),
    ...Object.keys(parameters).map((name) => `parameters.${name}`),
  ]);
  if (settled.size === 0) return settled;
  for (const { question, parameter, severity } of (await questions.check(state)).problems)
    if (severity === 'error') settled.delete(question ?? `parameters.${parameter}`);
  return settled;
}

async function offerFolder(noun: string): Promise<void> {
  const openFolder = 'Open Folder';
  const choice = await window.showWarningMessage(
    `A new ${noun} is written into a folder of the workspace, and none is open.`,
    openFolder,
  );
  if (choice === openFolder) await commands.executeCommand('vscode.openFolder');
}

/** The folder of the explorer that was clicked, else one that is asked for. */
async function existingProject(target: unknown): Promise<Errand['into']> {
  const uri = target instanceof Uri ? target : await askFolder();
  if (uri === undefined) return undefined;
  const folder = workspace.getWorkspaceFolder(uri);
  if (!folder) throw new Error('The project is not in a folder of the workspace.');
  const root = folder.uri.path.replace(/\/$/, '');
  return { folder, within: uri.path.slice(root.length).replace(/^\/|\/$/g, '') };
}

async function askFolder(): Promise<Uri | undefined> {
  const [folder] = workspace.workspaceFolders ?? [];
  const [chosenFolder] =
    (await window.showOpenDialog({
      title: 'Which project is Heady added to?',
      openLabel: 'Add Heady',
      canSelectFolders: true,
      canSelectFiles: false,
      ...(folder && { defaultUri: folder.uri }),
    })) ?? [];
  return chosenFolder;
}

async function copySecret(secrets: ScaffoldSecrets): Promise<void> {
  const items = secrets.list().map((secret) => ({ label: secret.name, description: secret.entry, secret }));
  if (items.length === 0) {
    void window.showInformationMessage('No template of this workspace asked for a secret.');
    return;
  }
  const item = await window.showQuickPick(items, { placeHolder: 'Which secret is copied to the clipboard?' });
  if (!item) return;
  const value = await secrets.read(item.secret);
  if (value === undefined) throw new Error('it is not in the secret storage any more.');
  await env.clipboard.writeText(value);
  void window.showInformationMessage(`${item.label} of ${item.description} is in the clipboard.`);
}
