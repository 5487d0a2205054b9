import { type QuickPickItem, QuickPickItemKind, ThemeIcon, Uri, window } from 'vscode';
import type { ScaffoldPreview, ScaffoldProblem } from '../../../../server/src/protocol.ts';
import { completeAnswers } from '../answers.ts';
import { askChoice } from '../inputs.ts';
import type { PreviewDocuments } from '../previewDocuments.ts';
import { frameOf, type ScaffoldQuestions, type ServiceState, type ServiceStep } from '../serviceWizard.ts';
import type { Move, Position } from '../wizard.ts';
import { writeFiles } from '../writeFiles.ts';

type Outcome = 'create' | 'open' | 'back' | 'cancel' | { mend: string };
type OutcomeItem = QuickPickItem & { outcome: Outcome };

/** Shows what would be written, and writes it only when told to. */
export class PreviewStep implements ServiceStep {
  readonly id = 'preview';
  readonly #questions: ScaffoldQuestions;
  readonly #documents: PreviewDocuments;

  constructor(questions: ScaffoldQuestions, documents: PreviewDocuments) {
    this.#questions = questions;
    this.#documents = documents;
  }

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const answers = completeAnswers(state.answers);
    if (answers === undefined) return { to: 'back' };
    const preview = await this.#questions.preview(state, answers);
    try {
      for (const { relativePath, text } of preview.files) await this.#documents.show(relativePath, text);
      const answer = await askChoice(frameOf(position), {
        placeholder: placeholderOf(preview),
        items: outcomeItems(preview, position),
      });
      if (answer.is !== 'value') return { to: answer.is };
      return await this.#follow(answer.value.outcome, preview, state);
    } finally {
      await this.#documents.close();
    }
  }

  async #follow(
    outcome: Outcome,
    preview: ScaffoldPreview,
    state: ServiceState,
  ): Promise<Move<ServiceState>> {
    if (typeof outcome === 'object') return { to: 'step', id: outcome.mend };
    switch (outcome) {
      case 'back':
      case 'cancel':
        return { to: outcome };
      case 'open':
        for (const { uri, exists } of preview.files)
          if (exists) await window.showTextDocument(Uri.parse(uri));
        return { to: 'cancel' };
      case 'create':
        await writeFiles(preview);
        return { to: 'next', state };
    }
  }
}

function placeholderOf({ name, files, problems }: ScaffoldPreview): string {
  const paths = files.map(({ relativePath }) => relativePath).join(', ');
  if (files.some(({ exists }) => exists)) return `${paths} exists already. It is not overwritten.`;
  if (problems.some(({ severity }) => severity === 'error'))
    return `${name} breaks a rule. Mend it before it is written.`;
  return `Nothing is written yet. Create ${paths}?`;
}

function outcomeItems({ name, files, problems }: ScaffoldPreview, position: Position): OutcomeItem[] {
  const items: OutcomeItem[] = [];
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (files.some(({ exists }) => exists))
    items.push(outcomeItem('open', 'Open the existing file', 'go-to-file'));
  else if (errors.length === 0)
    items.push({ ...outcomeItem('create', `Create ${name}`, 'new-file'), description: paths(files) });
  if (position.step > 1) items.push(outcomeItem('back', 'Back', 'arrow-left'));
  items.push(outcomeItem('cancel', 'Cancel', 'close'));
  if (problems.length > 0) items.unshift(...problems.map(mendItem), separator);
  return items;
}

function outcomeItem(outcome: Outcome, label: string, icon: string): OutcomeItem {
  return { outcome, label, iconPath: new ThemeIcon(icon), alwaysShow: true };
}

function mendItem({ field, severity, message }: ScaffoldProblem): OutcomeItem {
  const icon = severity === 'error' ? 'error' : severity === 'warning' ? 'warning' : 'info';
  return { ...outcomeItem({ mend: field }, `Change ${field}`, icon), detail: message };
}

const separator: OutcomeItem = { outcome: 'cancel', label: '', kind: QuickPickItemKind.Separator };

function paths(files: ScaffoldPreview['files']): string {
  return files.map(({ relativePath }) => relativePath).join(', ');
}
