import { env, type Memento, Uri, window, workspace } from 'vscode';
import type { EnvironmentService } from '../../environments/environmentService.ts';
import { reportFailures } from '../../failures.ts';
import { readConfig, writeConfig } from './configFile.ts';
import { ConfigError, entryIn, withEntry, withoutEntry } from './configText.ts';
import { type BroughtProgram, entryName, localEntry, type ServerEntry, teamEntry } from './entry.ts';
import { type OtherProgram, otherPrograms, windsurfPath } from './programs.ts';

const WRITTEN = 'heady.mcp.share.written';
const ASKED = 'heady.mcp.share.asked';

/** An entry that was written with the user's consent. */
interface WrittenEntry {
  label: string;
  path: string;
  name: string;
  folder: string;
}

/** Lets agents of other programs use the gateway of this workspace, by entries in their configuration. */
export class ShareGateway {
  readonly #environments: EnvironmentService;
  readonly #memory: Memento;
  readonly #own: BroughtProgram;

  /** @param memory the same in all windows: the files are */
  constructor(environments: EnvironmentService, memory: Memento, program: string) {
    this.#environments = environments;
    this.#memory = memory;
    this.#own = { node: process.execPath, program };
  }

  /** Asks for which program, and shows what would be written before it is. */
  async share(): Promise<void> {
    const folder = await this.#folder();
    if (folder === undefined) return;
    const copy = { label: 'Another one', detail: 'copy the entry to the clipboard', isCopy: true as const };
    const programs = otherPrograms(folder).map((program) => ({
      label: program.label,
      detail: `${program.detail}: ${program.path}`,
      program,
      isCopy: false as const,
    }));
    const chosen = await window.showQuickPick([...programs, copy], {
      title: 'Use the MCP Gateway in Another Program',
      placeHolder: 'Whose agents are to have the MCP servers of this workspace?',
    });
    if (!chosen) return;
    if (!chosen.isCopy) return await this.#write(chosen.program, folder);
    const text = JSON.stringify({ mcpServers: { [entryName(folder)]: this.#entry(folder, false) } }, null, 2);
    await env.clipboard.writeText(text);
    void window.showInformationMessage(
      'The entry is in the clipboard. It starts the gateway for this folder, by the program that this editor brings.',
    );
  }

  /** Takes entries out of the files that they were written into. */
  async unshare(): Promise<void> {
    const chosen = await window.showQuickPick(
      this.#written.map((written) => ({
        label: written.label,
        description: written.name,
        detail: written.path,
        written,
      })),
      {
        title: 'Stop Using the MCP Gateway in Another Program',
        placeHolder: this.#written.length > 0 ? 'From where?' : 'No entry was written yet',
        canPickMany: true,
      },
    );
    for (const { written } of chosen ?? []) await this.#remove(written);
  }

  /** Where the editor's own agents cannot be offered the gateway, asks once whether an entry shall do it. */
  async offer(): Promise<void> {
    const [folder] = workspace.workspaceFolders ?? [];
    const isTheirs = /windsurf/i.test(env.appName) && folder?.uri.scheme === 'file' && workspace.isTrusted;
    if (!isTheirs || this.#memory.get<boolean>(ASKED) || this.#written.some(isIn(folder.uri.fsPath))) return;
    await this.#memory.update(ASKED, true);
    const show = 'Show Entry...';
    const choice = await window.showInformationMessage(
      "Cascade can use this workspace's MCP servers through Heady's gateway. That takes an entry in Windsurf's configuration.",
      show,
    );
    const [windsurf] = otherPrograms(folder.uri.fsPath);
    if (choice === show && windsurf)
      await reportFailures('Nothing was written', () => this.#write(windsurf, folder.uri.fsPath));
  }

  /** Entries name this version of the extension: after an update they are brought up to date, where they are as they were. */
  async refresh(): Promise<void> {
    for (const written of this.#written) {
      const text = await readConfig(written.path).catch(() => undefined);
      const now = text === undefined ? undefined : asEntry(text, written.name);
      // Taken out or rewritten by hand: that is the user's word.
      const isOurs = now?.args.includes('--folder') && now.args.includes(written.folder);
      if (text === undefined || !now || !isOurs || now.args[0] === this.#own.program) continue;
      const args = [this.#own.program, ...now.args.slice(1)];
      await reportFailures(`The entry for ${written.label} was not brought up to date`, () =>
        writeConfig(
          written.path,
          withEntry(text, written.name, { ...now, command: this.#own.node, args }),
          text,
        ),
      );
    }
  }

  async #write(program: OtherProgram, folder: string): Promise<void> {
    const name = entryName(folder);
    const entry = this.#entry(folder, program.isTeams);
    const before = await readConfig(program.path);
    const text = edited(program.path, () => withEntry(before, name, entry));
    const isThere = entryIn(before, name) !== undefined;
    const write = isThere ? 'Replace' : 'Write';
    const answer = await window.showInformationMessage(
      `${isThere ? `Replace the entry "${name}"` : `Write an entry "${name}"`} for ${program.label}?`,
      {
        modal: true,
        detail: `${program.path}\n\n${JSON.stringify({ [name]: entry }, null, 2)}\n\nIts agents then start the gateway themselves. Roles, pins and limits hold for them as they do here. All else in the file stays as it is.`,
      },
      write,
    );
    if (answer !== write) return;
    await writeConfig(program.path, text, before);
    if (!program.isTeams) await this.#remember({ label: program.label, path: program.path, name, folder });
    await this.#tell(
      `${program.label} starts the gateway from its next refresh of MCP servers on.`,
      program.path,
      text,
      before,
    );
  }

  async #remove(written: WrittenEntry): Promise<void> {
    const { path, name, label } = written;
    const before = await readConfig(path);
    await this.#memory.update(
      WRITTEN,
      this.#written.filter((each) => each.path !== path || each.name !== name),
    );
    if (before === undefined || edited(path, () => entryIn(before, name)) === undefined) {
      void window.showInformationMessage(`The entry "${name}" for ${label} was gone already.`);
      return;
    }
    const text = edited(path, () => withoutEntry(before, name));
    await writeConfig(path, text, before);
    await this.#tell(`${label} does not start the gateway any more.`, path, text, before);
  }

  /** What was done, and the way back. */
  async #tell(message: string, path: string, text: string, before: string | undefined): Promise<void> {
    const open = 'Open File';
    const undo = 'Undo';
    const choice = await window.showInformationMessage(message, open, undo);
    if (choice === open) await window.showTextDocument(Uri.file(path));
    if (choice === undo) await writeConfig(path, before ?? '{}\n', text);
  }

  #entry(folder: string, isTeams: boolean): ServerEntry {
    const gateway = { folder, environment: this.#environments.of(Uri.file(folder)) };
    return isTeams ? teamEntry(gateway) : localEntry(gateway, this.#own);
  }

  get #written(): WrittenEntry[] {
    return this.#memory.get<WrittenEntry[]>(WRITTEN, []);
  }

  async #remember(entry: WrittenEntry): Promise<void> {
    const others = this.#written.filter(({ path, name }) => path !== entry.path || name !== entry.name);
    await this.#memory.update(WRITTEN, [...others, entry]);
  }

  async #folder(): Promise<string | undefined> {
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    if (folders.length === 0) throw new Error('open a folder of this machine first.');
    if (folders.length === 1) return folders[0]?.uri.fsPath;
    const chosen = await window.showQuickPick(
      folders.map(({ name, uri }) => ({ label: name, description: uri.fsPath })),
      { title: 'Use the MCP Gateway in Another Program', placeHolder: 'Of which folder?' },
    );
    return chosen?.description;
  }
}

const isIn = (folder: string) => (written: WrittenEntry) =>
  written.folder === folder && written.path === windsurfPath();

function asEntry(text: string, name: string): ServerEntry | undefined {
  try {
    const found = entryIn(text, name) as Partial<ServerEntry> | undefined;
    const isEntry = typeof found?.command === 'string' && Array.isArray(found.args);
    return isEntry ? (found as ServerEntry) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws Error naming the file, where it is not what it should be */
function edited<T>(path: string, edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Error(
      `${path} is left as it is: ${error.message}. Mend it first, or copy the entry and add it yourself.`,
    );
  }
}
