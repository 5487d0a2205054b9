import { type QuickPickItem, QuickPickItemKind, ThemeIcon, Uri, window } from 'vscode';
import type { ScaffoldPreview, ScaffoldProblem } from '../../../../server/src/protocol/scaffold.ts';
import { type Answer, askChoice } from '../inputs.ts';
import {
  byFolder,
  type Consent,
  type FilePlan,
  filePlans,
  filesWord,
  mayOverwrite,
  summary,
  writtenPlans,
} from '../preview/filePlans.ts';
import type { PreviewDocuments } from '../preview/previewDocuments.ts';
import { settleFiles } from '../preview/settleFiles.ts';
import { frameOf, type ScaffoldQuestions, type ScaffoldState, type ScaffoldStep } from '../scaffoldWizard.ts';
import { soon } from '../soon.ts';
import type { Move, Position } from '../wizard.ts';
import { type Written, writeFiles } from '../write/writeFiles.ts';
import { parameterStepId } from './parameterStep.ts';

/** What was made, for whoever goes on with it. */
export interface Made {
  state: ScaffoldState;
  preview: ScaffoldPreview;
  written: Written;
}

type Outcome =
  | { is: 'create' | 'open' | 'back' | 'cancel' }
  | { is: 'mend'; step: string }
  | { is: 'file'; plan: FilePlan };
type OutcomeItem = QuickPickItem & { outcome: Outcome };

/** Shows what would be written, file by file, and writes it only when told to. */
export class PreviewStep implements ScaffoldStep {
  readonly id = 'preview';
  readonly #questions: ScaffoldQuestions;
  readonly #documents: PreviewDocuments;
  readonly #made: (made: Made) => void;
  readonly #consents = new Map<string, Consent>();

  /** @param made told once files were written */
  constructor(questions: ScaffoldQuestions, documents: PreviewDocuments, made: (made: Made) => void) {
    this.#questions = questions;
    this.#documents = documents;
    this.#made = made;
  }

  async ask(state: ScaffoldState, position: Position): Promise<Move<ScaffoldState>> {
    const preview = await this.#preview(state);
    if (preview === undefined) return { to: 'back' };
    try {
      const [first] = preview.files;
      const shown = preview.files.find(({ uri }) => uri === preview.manifest) ?? first;
      if (shown) await this.#documents.show(shown);
      return await this.#choose(state, position, preview);
    } finally {
      await this.#documents.close();
    }
  }

  /** Undefined where that was cancelled. */
  async #preview(state: ScaffoldState): Promise<ScaffoldPreview | undefined> {
    return await soon(`${state.title}: working out the files ...`, async (token) => {
      try {
        const preview = await this.#questions.preview(state, token);
        return { ...preview, files: await settleFiles(preview.files) };
      } catch (cause) {
        if (token.isCancellationRequested) return undefined;
        throw cause;
      }
    });
  }

  async #choose(
    state: ScaffoldState,
    position: Position,
    preview: ScaffoldPreview,
  ): Promise<Move<ScaffoldState>> {
    let active: string | undefined;
    for (;;) {
      const plans = filePlans(preview.files, this.#consents);
      const items = outcomeItems(preview, plans, position);
      const answer: Answer<OutcomeItem> = await askChoice(frameOf(state, position), {
        placeholder: placeholderOf(preview, plans),
        items,
        active: items.find((item) => keyOf(item) === active) ?? items.find(goesOn) ?? items[0],
      });
      if (answer.is !== 'value') return { to: answer.is };
      const { outcome } = answer.value;
      active = keyOf(answer.value);
      switch (outcome.is) {
        case 'mend':
          return { to: 'step', id: outcome.step };
        case 'back':
        case 'cancel':
          return { to: outcome.is };
        case 'open':
          for (const { file } of plans)
            await window.showTextDocument(Uri.parse(file.uri), { preview: false });
          return { to: 'next', state };
        case 'file':
          if ((await this.#look(state, position, outcome.plan)) === 'cancel') return { to: 'cancel' };
          break;
        default:
          if (await this.#write(state, preview, plans)) return { to: 'next', state };
      }
    }
  }

  /** Shows a file; of one that is there otherwise, asks what becomes of it. */
  async #look(state: ScaffoldState, position: Position, { file }: FilePlan): Promise<'on' | 'cancel'> {
    await this.#documents.show(file);
    if (!mayOverwrite(file)) return 'on';
    const frame = { ...frameOf(state, position), nested: true };
    const items = [
      {
        consent: 'keep',
        label: 'Keep yours',
        description: 'nothing is written',
        iconPath: new ThemeIcon('lock'),
      },
      { consent: 'overwrite', label: "Take the template's", iconPath: new ThemeIcon('replace-all') },
    ] as const;
    const answer = await askChoice(frame, {
      placeholder: `${file.relativePath} is there already, and differs.`,
      items,
      active: items.find(({ consent }) => consent === (this.#consents.get(file.uri) ?? 'keep')),
    });
    if (answer.is === 'value') this.#consents.set(file.uri, answer.value.consent);
    return answer.is === 'cancel' ? 'cancel' : 'on';
  }

  /** Whether it was written. */
  async #write(state: ScaffoldState, preview: ScaffoldPreview, plans: readonly FilePlan[]): Promise<boolean> {
    const due = writtenPlans(plans);
    const root = state.folder.uri;
    const written = await soon(`${state.title}: writing ${filesWord(due.length)} ...`, (token) =>
      writeFiles(due, { root, token }),
    );
    if (written) this.#made({ state, preview, written });
    return written !== undefined;
  }
}

function placeholderOf({ name, problems }: ScaffoldPreview, plans: readonly FilePlan[]): string {
  if (problems.some(({ severity }) => severity === 'error'))
    return `${name} cannot be made like this. Mend it before it is written.`;
  if (writtenPlans(plans).length === 0)
    return plans.some(({ does }) => does === 'keep')
      ? 'All of it exists already. Nothing is overwritten unless you choose a file and say so.'
      : 'All of it exists already, just as it would be made.';
  return `Nothing is written yet. ${name}: ${summary(plans)}.`;
}

function outcomeItems(
  { name, problems }: ScaffoldPreview,
  plans: readonly FilePlan[],
  position: Position,
): OutcomeItem[] {
  const due = writtenPlans(plans);
  const verb = due.every(({ does }) => does === 'create') ? 'Create' : 'Write';
  const isSound = problems.every(({ severity }) => severity !== 'error');
  const items: OutcomeItem[] = [];
  if (problems.length > 0)
    items.push(...problems.map((problem) => problemItem(problem, plans)), separator(''));
  if (isSound && due.length > 0)
    items.push(choice({ is: 'create' }, `${verb} ${filesWord(due.length)}`, 'new-folder', name));
  else if (isSound && plans.length > 0)
    items.push(
      choice(
        { is: 'open' },
        plans.length === 1 ? 'Open the existing file' : 'Open the existing files',
        'go-to-file',
      ),
    );
  if (position.step > 1) items.push(choice({ is: 'back' }, 'Back', 'arrow-left'));
  items.push(choice({ is: 'cancel' }, 'Cancel', 'close', 'nothing is written'));
  for (const { folder, plans: inside } of byFolder(plans))
    items.push(separator(folder === '' ? 'workspace folder' : folder), ...inside.map(fileItem));
  return items;
}

function choice(outcome: Outcome, label: string, icon: string, description = ''): OutcomeItem {
  return { outcome, label, description, iconPath: new ThemeIcon(icon), alwaysShow: true };
}

const severityIcons = { error: 'error', warning: 'warning', info: 'info' };

/** A problem with what can mend it; where no answer can, with the file that has it. */
function problemItem(problem: ScaffoldProblem, plans: readonly FilePlan[]): OutcomeItem {
  const { question, parameter, severity, message, path } = problem;
  const step = question ?? (parameter === undefined ? undefined : parameterStepId(parameter));
  const icon = severityIcons[severity];
  if (step !== undefined)
    return { ...choice({ is: 'mend', step }, `Change ${question ?? parameter}`, icon), detail: message };
  const plan = plans.find(({ file }) => file.relativePath === path);
  return plan
    ? { ...choice({ is: 'file', plan }, `Look at ${path}`, icon), detail: message }
    : { ...choice({ is: 'back' }, 'Go back', icon), detail: message };
}

function fileItem(plan: FilePlan): OutcomeItem {
  const { relativePath } = plan.file;
  return {
    outcome: { is: 'file', plan },
    label: relativePath.slice(relativePath.lastIndexOf('/') + 1),
    ...LOOKS[plan.does],
  };
}

const LOOKS = {
  create: { description: 'new', iconPath: new ThemeIcon('diff-added') },
  leave: { description: 'there already, the same', iconPath: new ThemeIcon('check') },
  keep: { description: 'there already and differs: yours is kept', iconPath: new ThemeIcon('lock') },
  overwrite: { description: 'there already: overwritten', iconPath: new ThemeIcon('diff-modified') },
};

function separator(label: string): OutcomeItem {
  return { outcome: { is: 'back' }, label, kind: QuickPickItemKind.Separator };
}

function goesOn({ outcome }: OutcomeItem): boolean {
  return outcome.is === 'create' || outcome.is === 'open';
}

function keyOf({ outcome, label }: OutcomeItem): string {
  return outcome.is === 'file' ? outcome.plan.file.uri : `${outcome.is} ${label}`;
}
