import { chmod } from 'node:fs/promises';
import { commands, type Disposable, Uri, window, workspace } from 'vscode';
import {
  type TemplateUpdate,
  TemplateUpdateMethods,
  type UpdatedFile,
} from '../../../../server/src/protocol/templateUpdate.ts';
import { Commands } from '../../../../server/src/protocol.ts';
import { reportFailures } from '../../failures.ts';
import type { HeadyServer } from '../../server/headyServer.ts';
import { answerSoon } from '../soon.ts';
import type { ReplacedFiles } from '../write/replacedFiles.ts';
import { updateEdit } from './updateEdit.ts';
import { UpdatePreview } from './updatePreview.ts';

/**
 * `heady.scaffold.updateFromTemplate`: brings what a manifest is of to the present version of its template, after a
 * preview in which files can be left out. The argument is the manifest's URI; absent: the one that is shown.
 */
export function registerTemplateUpdate(server: HeadyServer, replacedFiles: ReplacedFiles): Disposable[] {
  const preview = new UpdatePreview();
  const command = commands.registerCommand(Commands.updateFromTemplate, (target?: unknown) =>
    reportFailures('Nothing was updated from a template', async () => {
      const uri = typeof target === 'string' ? target : window.activeTextEditor?.document.uri.toString();
      if (uri === undefined) throw new Error('open the manifest of the service first.');
      const update = await answerSoon('Comparing with the template ...', (token) =>
        server.request(TemplateUpdateMethods.plan, { uri }, token),
      );
      await carryOut(update, preview, replacedFiles);
    }),
  );
  return [preview, command];
}

async function carryOut(
  update: TemplateUpdate,
  preview: UpdatePreview,
  replacedFiles: ReplacedFiles,
): Promise<void> {
  const { name, template, from, to, lost, problems } = update;
  if (to === undefined) {
    void window.showInformationMessage(`${name} is as its template ${template} ${from} has it now.`);
    return;
  }
  const [problem] = problems;
  if (problem)
    throw new Error(
      `${template} ${to} does not take the answer to "${problem.parameter}": ${problem.message} On the command line, heady update --set ${problem.parameter}=... gives another.`,
    );
  if (lost !== undefined && !(await goesOnWithout(lost))) return;
  const files = await preview.choose(`${name}: ${template} ${from} → ${to}`, update.files);
  if (!files) return;
  refuseUnsaved(files);
  const { edit, replaced } = await updateEdit(files);
  if (!(await workspace.applyEdit(edit, { isRefactoring: true })))
    throw new Error('the editor did not apply the edit; nothing was changed.');
  replacedFiles.watch(replaced);
  await save(files);
  await setModes(files);
  await tell(name, to, files);
}

/** What was compared is what lies on disk. */
function refuseUnsaved(files: readonly UpdatedFile[]): void {
  const uris = new Set(files.map(({ uri }) => uri));
  const unsaved = workspace.textDocuments.filter(({ uri, isDirty }) => isDirty && uris.has(uri.toString()));
  if (unsaved.length > 0)
    throw new Error(`save ${unsaved.map(({ uri }) => workspace.asRelativePath(uri)).join(', ')} first.`);
}

async function goesOnWithout(lost: string): Promise<boolean> {
  const compare = 'Compare All';
  const detail =
    'So what the template changed cannot be told from what you changed: every difference becomes a conflict.';
  return (await window.showWarningMessage(lost, { modal: true, detail }, compare)) === compare;
}

/** Those that the edit left unsaved, which the user may have unticked. */
async function save(files: readonly UpdatedFile[]): Promise<void> {
  const uris = new Set(files.filter(({ does }) => does === 'replace').map(({ uri }) => uri));
  for (const document of workspace.textDocuments)
    if (uris.has(document.uri.toString()) && document.isDirty) await document.save();
}

/** The editor's edits know no mode; on Windows there is none. */
async function setModes(files: readonly UpdatedFile[]): Promise<void> {
  if (process.platform === 'win32') return;
  for (const { uri, executable, does } of files)
    if (executable && does !== 'delete' && does !== 'note')
      await chmod(Uri.parse(uri).fsPath, 0o755).catch(() => undefined);
}

async function tell(name: string, version: string, files: readonly UpdatedFile[]): Promise<void> {
  const conflicts = files.filter(({ isConflict, text }) => isConflict && text !== undefined);
  const [first] = conflicts;
  if (first) await window.showTextDocument(Uri.parse(first.uri), { preview: false });
  const count = conflicts.length === 1 ? '1 file has' : `${conflicts.length} files have`;
  void window.showInformationMessage(
    first
      ? `${name}: ${count} places that both sides changed. Settle them between the markers, then run the tests.`
      : `${name} is brought to version ${version} of its template. Run its tests.`,
  );
}
