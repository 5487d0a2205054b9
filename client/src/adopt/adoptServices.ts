import {
  commands,
  type Disposable,
  ProgressLocation,
  type QuickPickItem,
  Uri,
  WorkspaceEdit,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import {
  type AdoptAnswers,
  type AdoptManifest,
  AdoptMethods,
  type AdoptResult,
} from '../../../server/src/protocol/adopt.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { AdoptionDocuments } from './adoptionDocuments.ts';
import { type Candidate, findCandidates, pathIn, readCandidate, uriIn } from './candidates.ts';
import { chooseManifests } from './chooseManifests.ts';
import { askMissing } from './questions.ts';

/** What a keybinding's `args` may answer: files of the workspace, as URIs, and what the sources tell nothing of. */
interface Given {
  files?: string[];
  answers?: AdoptAnswers;
}

/** `heady.adopt.services`: finds, asks, previews, writes. Runs nothing, so that it needs no trust in the workspace. */
export function registerAdoption(server: HeadyServer): Disposable[] {
  const documents = new AdoptionDocuments();
  return [
    documents,
    commands.registerCommand('heady.adopt.services', (target?: unknown) =>
      reportFailures('Nothing was adopted', () => adoptServices(server, documents, givenIn(target))),
    ),
  ];
}

async function adoptServices(server: HeadyServer, documents: AdoptionDocuments, given: Given): Promise<void> {
  const folder = await chosenFolder(given);
  const uris = folder && (given.files?.map((uri) => Uri.parse(uri, true)) ?? (await chosenFiles(folder)));
  if (!folder || !uris || uris.length === 0) return;
  const files = await readFiles(folder, uris);
  const ask = (answers: AdoptAnswers) =>
    server.request(AdoptMethods.adopt, { folder: folder.uri.toString(), files, answers });
  let result = await ask(given.answers ?? {});
  if (!given.answers) {
    const answers = await askMissing(result);
    if (!answers) return;
    result = await ask(answers);
  }
  await documents.showReport(result.markdown);
  const fresh = result.report.manifests.filter(({ status }) => status === 'new');
  if (fresh.length === 0) {
    void window.showInformationMessage(
      'Nothing new is proposed. The report says what is there and what differs.',
    );
    return;
  }
  const chosen = await chooseManifests(fresh, documents);
  if (chosen && chosen.length > 0) await write(folder, chosen, result);
}

/**
 * One edit, which one undo takes back. What is there by now stays as it is.
 *
 * @throws {Error} in words for people when they could not be written; then none was
 */
async function write(
  folder: WorkspaceFolder,
  chosen: readonly AdoptManifest[],
  { report }: AdoptResult,
): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { path, text } of chosen) {
    const contents = new TextEncoder().encode(text);
    edit.createFile(uriIn(folder, path), { overwrite: false, contents });
  }
  if (!(await workspace.applyEdit(edit))) {
    throw new Error('One of the files exists by now, or its folder is not writable; nothing was changed.');
  }
  const { decisions } = report.summary;
  const count = chosen.length === 1 ? 'One manifest was' : `${chosen.length} manifests were`;
  const left = decisions === 0 ? 'Nothing is left to decide.' : 'The report lists what is left to decide.';
  void window.showInformationMessage(`${count} written. ${left}`);
}

async function chosenFolder({ files }: Given): Promise<WorkspaceFolder | undefined> {
  const [first] = files ?? [];
  if (first !== undefined) return workspace.getWorkspaceFolder(Uri.parse(first, true));
  const [only, ...more] = workspace.workspaceFolders ?? [];
  if (!only) {
    void window.showWarningMessage('Services are adopted from files of a folder, and none is open.');
    return undefined;
  }
  return more.length === 0
    ? only
    : await window.showWorkspaceFolderPick({ placeHolder: 'Adopt from which folder?' });
}

interface FileItem extends QuickPickItem {
  uri: Uri;
}

async function chosenFiles(folder: WorkspaceFolder): Promise<Uri[] | undefined> {
  const title = 'Adopt Existing Services';
  const candidates = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: `${title}: looking for what describes them`,
      cancellable: true,
    },
    async (_, token) => {
      const found = await findCandidates(folder, token);
      return token.isCancellationRequested ? undefined : found;
    },
  );
  if (!candidates) return undefined;
  if (candidates.length === 0) {
    void window.showInformationMessage(
      'No file here is called as those are that describe services: docker-compose.yml, catalog-info.yaml, k8s/*.yaml, service-catalog.yaml.',
    );
    return undefined;
  }
  const items = candidates.map((uri): FileItem => {
    const path = pathIn(folder, uri);
    const name = path.replace(/^.*\//, '');
    return { label: name, description: path.slice(0, path.length - name.length), picked: true, uri };
  });
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: 'Files to adopt from. Nothing is written before you have seen it.',
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.map(({ uri }) => uri);
}

async function readFiles(folder: WorkspaceFolder, uris: readonly Uri[]): Promise<Candidate[]> {
  const files: Candidate[] = [];
  const unread: string[] = [];
  for (const uri of uris) {
    const file = await readCandidate(folder, uri);
    if (file) files.push(file);
    else unread.push(pathIn(folder, uri));
  }
  if (unread.length > 0) {
    void window.showWarningMessage(`Not adopted from, as too large or no text: ${unread.join(', ')}`);
  }
  return files;
}

/** A command may be called with anything. */
function givenIn(target: unknown): Given {
  if (typeof target !== 'object' || target === null || target instanceof Uri) return {};
  const { files, answers } = target as { files?: unknown; answers?: unknown };
  const isList = Array.isArray(files) && files.every((file) => typeof file === 'string');
  const isMap = typeof answers === 'object' && answers !== null;
  return {
    ...(isList && files.length > 0 ? { files } : {}),
    ...(isMap ? { answers: answers as AdoptAnswers } : {}),
  };
}
