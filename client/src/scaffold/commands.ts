import { commands, type Disposable, type ExtensionContext, Uri, window, workspace } from 'vscode';
import type { ScaffoldAnswers, ScaffoldKind, TemplateList } from '../../../server/src/protocol/scaffold.ts';
import type { EnvironmentService } from '../environments/environmentService.ts';
import { reportFailures, wordsOf } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { goOn } from './afterwards.ts';
import { givenAnswers, givenTemplate } from './answers.ts';
import { copySecret } from './copySecret.ts';
import { Drafts } from './drafts.ts';
import { entryAnswers } from './entryAnswers.ts';
import { type ExistingProject, existingProject } from './existingProject.ts';
import { kindWords } from './kinds.ts';
import { PreviewDocuments } from './preview/previewDocuments.ts';
import { ScaffoldQuestions, type ScaffoldState } from './scaffoldWizard.ts';
import { ScaffoldSecrets } from './secretStore.ts';
import { type Made, PreviewStep } from './steps/previewStep.ts';
import { chosen } from './steps/templateStep.ts';
import { ScaffoldSteps } from './stepsOf.ts';
import { TypedSecrets } from './typedSecrets.ts';
import { runWizard } from './wizard.ts';
import { EmptyFolders } from './write/emptyFolders.ts';
import type { ReplacedFiles } from './write/replacedFiles.ts';

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
  /** Only these templates, by name, the likeliest first; absent: all of the kind. */
  only?: readonly string[];
  /** The folder that is added to; absent: the kind's own. */
  into?: ExistingProject;
}

/**
 * `heady.scaffold.new*`: asks, previews, writes. What a keybinding's `args` (`{"vertical": "health", "owner":
 * "team-clinics", "template": "go-http"}`) or a node of the catalog answers already is asked only where it breaks a rule.
 */
export function registerScaffold(
  server: HeadyServer,
  environments: EnvironmentService,
  context: ExtensionContext,
  replacedFiles: ReplacedFiles,
): Disposable[] {
  const documents = new PreviewDocuments();
  const emptyFolders = new EmptyFolders();
  const secrets = new ScaffoldSecrets(context);
  const drafts = new Drafts(context.workspaceState);
  const questions = new ScaffoldQuestions(server);

  const run = async ({ kind, title, target, only, into }: Errand): Promise<void> => {
    const folder = environments.activeFolder;
    if (folder === undefined) return offerFolder(kindWords[kind].noun);
    const list = offered(await questions.templates(), kind, only);
    const about = { kind, title, target, folder: into?.folder ?? folder };
    const initial = initialState(list, about, only !== undefined);
    const state = into ? addedTo(initial, into) : initial;
    const settled = await settledSteps(questions, state);
    // What its folder is called is a guess.
    if (into && initial.answers.name === undefined) settled.delete('name');
    if (into || workspace.workspaceFolders?.length === 1) settled.add('folder');
    if (state.template && (list.templates.length === 1 || givenTemplate(target))) settled.add('template');
    // Who gives some leaves the others as they are.
    if (givenAnswers(target).parameters) settled.add('defaults');
    // Who brings answers along begins something else than what was left.
    const isPlain = !into && !givenTemplate(target) && Object.keys(givenBy(kind, target)).length === 0;
    const begin = isPlain ? await drafts.offer(state, list) : 'fresh';
    if (begin === undefined) return;
    const { state: from, step } = begin === 'fresh' ? { state, step: undefined } : begin;

    let made: Made | undefined;
    const preview = new PreviewStep(questions, documents, (result) => {
      made = result;
    });
    const typed = new TypedSecrets();
    const steps = new ScaffoldSteps(questions, list, ({ uri }) => environments.of(uri), preview, typed);
    const end = await runWizard(
      (now) => steps.all(now),
      (step, now) => ScaffoldSteps.isAsked(step, now, settled),
      await questions.settled(from),
      {
        ...(step !== undefined && { from: step }),
        onStep: ({ id }, now) => {
          if (isPlain) void drafts.keep(now, id);
        },
      },
    );
    if (end === undefined)
      window.setStatusBarMessage(`$(circle-slash) ${title}: nothing was written.`, 5_000);
    else if (isPlain) await drafts.forget(title);
    if (made === undefined) return;
    emptyFolders.watch(made.written);
    replacedFiles.watch(made.written.replaced);
    await keepSecrets(made, typed);
    await goOn(made, documents);
  };

  /** What was made is there, whether they can be kept or not. */
  const keepSecrets = async ({ state, preview }: Made, typed: TypedSecrets) => {
    try {
      await secrets.keep(state.folder.uri, preview.name, typed.of(state.template?.secrets ?? []));
    } catch (cause) {
      const trouble = `${preview.name} is made, but its secrets could not be kept: ${wordsOf(cause)}`;
      void window.showErrorMessage(trouble);
    }
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
        if (!workspace.workspaceFolders?.length) return offerFolder(kindWords.Service.noun);
        const into = await existingProject(target);
        if (!into) return;
        await run({
          kind: 'Service',
          title: 'Add Heady to Existing Project',
          target: target instanceof Uri ? undefined : target,
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

/** @param isLikely whether the first of the templates is chosen unless something else is */
function initialState(
  { templates }: TemplateList,
  { kind, title, target, folder }: Pick<ScaffoldState, 'kind' | 'title' | 'folder'> & { target: unknown },
  isLikely: boolean,
): ScaffoldState {
  const answers = givenBy(kind, target);
  const state: ScaffoldState = { kind, title, folder, answers, asked: [] };
  const [first, ...others] = templates;
  const given = templates.find(({ name }) => name === givenTemplate(target));
  const template = others.length === 0 || isLikely ? (given ?? first) : given;
  return template ? chosen(state, template) : state;
}

function addedTo(state: ScaffoldState, { within, name }: ExistingProject): ScaffoldState {
  return { ...state, within, answers: { ...(name !== undefined && { name }), ...state.answers } };
}

/** What a keybinding or an entry of the catalog answers. */
function givenBy(kind: ScaffoldKind, target: unknown): ScaffoldAnswers {
  return { ...givenAnswers(target), ...entryAnswers(kind, target) };
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
