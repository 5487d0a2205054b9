import { ThemeIcon, Uri, window } from 'vscode';
import type { ScaffoldPreview } from '../../../../server/src/protocol/scaffold.ts';
import { wordsOf } from '../../failures.ts';
import { type Answer, askChoice } from '../inputs.ts';
import {
  type Consent,
  conflicts,
  type FilePlan,
  filePlans,
  filesWord,
  mayOverwrite,
  sizesOf,
  writtenPlans,
} from '../preview/filePlans.ts';
import type { PreviewDocuments } from '../preview/previewDocuments.ts';
import { goesOn, keyOf, type OutcomeItem, outcomeItems, placeholderOf } from '../preview/previewItems.ts';
import { settleFiles } from '../preview/settleFiles.ts';
import { frameOf, type ScaffoldQuestions, type ScaffoldState, type ScaffoldStep } from '../scaffoldWizard.ts';
import { soon } from '../soon.ts';
import type { Move, Position } from '../wizard.ts';
import { type Written, writeFiles } from '../write/writeFiles.ts';

/** What was made, for whoever goes on with it. */
export interface Made {
  state: ScaffoldState;
  preview: ScaffoldPreview;
  written: Written;
}

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
    for (;;) {
      const preview = await this.#preview(state);
      if (preview === undefined) return { to: 'back' };
      try {
        const [first] = preview.files;
        const shown = preview.files.find(({ uri }) => uri === preview.manifest) ?? first;
        if (shown) await this.#documents.show(shown);
        const move = await this.#choose(state, position, preview);
        if (move !== 'anew') return move;
      } finally {
        await this.#documents.close();
      }
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

  /** @returns `anew` where what lies on the disk may be other than what was shown */
  async #choose(
    state: ScaffoldState,
    position: Position,
    preview: ScaffoldPreview,
  ): Promise<Move<ScaffoldState> | 'anew'> {
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
        case 'all':
          for (const { file } of conflicts(plans)) this.#consents.set(file.uri, outcome.consent);
          break;
        case 'file':
          if ((await this.#look(state, position, outcome.plan)) === 'cancel') return { to: 'cancel' };
          break;
        default: {
          const outcome = await this.#write(state, preview, plans);
          if (outcome !== 'cancelled') return outcome === 'written' ? { to: 'next', state } : 'anew';
        }
      }
    }
  }

  /** Shows a file; of one that is there otherwise, asks what becomes of it. */
  async #look(state: ScaffoldState, position: Position, { file }: FilePlan): Promise<'on' | 'cancel'> {
    await this.#documents.show(file);
    if (!mayOverwrite(file)) return 'on';
    const frame = { ...frameOf(state, position), nested: true };
    const sizes = sizesOf(file);
    const items = [
      {
        consent: 'keep',
        label: 'Keep yours',
        description: `${sizes.yours}; nothing is written to it`,
        iconPath: new ThemeIcon('lock'),
      },
      {
        consent: 'overwrite',
        label: "Take the template's",
        description: `${sizes.template}; yours is replaced, and undo brings it back`,
        iconPath: new ThemeIcon('replace-all'),
      },
    ] as const;
    const answer = await askChoice(frame, {
      placeholder: `${file.relativePath} is there already, and differs.`,
      items,
      active: items.find(({ consent }) => consent === (this.#consents.get(file.uri) ?? 'keep')),
    });
    if (answer.is === 'value') this.#consents.set(file.uri, answer.value.consent);
    return answer.is === 'cancel' ? 'cancel' : 'on';
  }

  /** A failure is told, and the wizard stays: what was answered is not lost, and it may be tried again. */
  async #write(
    state: ScaffoldState,
    preview: ScaffoldPreview,
    plans: readonly FilePlan[],
  ): Promise<'written' | 'cancelled' | 'failed'> {
    const due = writtenPlans(plans);
    const root = state.folder.uri;
    try {
      const written = await soon(`${state.title}: writing ${filesWord(due.length)} ...`, (token) =>
        writeFiles(due, { root, token }),
      );
      if (written) this.#made({ state, preview, written });
      return written ? 'written' : 'cancelled';
    } catch (cause) {
      void window.showErrorMessage(`${state.title}: ${wordsOf(cause)}`);
      return 'failed';
    }
  }
}
