import { type Memento, ThemeIcon, Uri, workspace } from 'vscode';
import type { ScaffoldAnswers, TemplateList, TemplateRef } from '../../../server/src/protocol/scaffold.ts';
import { askChoice } from './inputs.ts';
import type { ScaffoldState } from './scaffoldWizard.ts';
import { chosen } from './steps/templateStep.ts';

const PREFIX = 'heady.scaffold.draft.';

/** What was answered before a wizard was left. No secret is among it. */
interface Draft {
  folder: string;
  answers: ScaffoldAnswers;
  template?: TemplateRef;
  each?: boolean;
  /** Id of the step that it was left at. */
  step: string;
}

/** Where to go on. */
export interface Resumed {
  state: ScaffoldState;
  step: string;
}

/** What was answered in wizards that were left before anything was made: Esc is pressed soon, a window closed sooner. */
export class Drafts {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  /** Keeps what was answered so far; nothing where that is nothing. */
  async keep({ title, folder, answers, template, each }: ScaffoldState, step: string): Promise<void> {
    const { parameters, ...others } = answers;
    if (Object.keys({ ...parameters, ...others }).length === 0) return;
    const draft: Draft = {
      folder: folder.uri.toString(),
      answers,
      step,
      ...(template && { template: { source: template.source, name: template.name } }),
      ...(each !== undefined && { each }),
    };
    await this.#memento.update(PREFIX + title, draft);
  }

  async forget(title: string): Promise<void> {
    await this.#memento.update(PREFIX + title, undefined);
  }

  /**
   * Asks whether to go on where a wizard was left, if it was.
   *
   * @param fresh how it begins otherwise
   * @returns `fresh` to begin anew; undefined: it was cancelled
   */
  async offer(fresh: ScaffoldState, list: TemplateList): Promise<Resumed | 'fresh' | undefined> {
    const resumed = this.#resumed(fresh, list);
    if (!resumed) return 'fresh';
    const { answers, template } = resumed.state;
    const known = [answers.environment, answers.vertical, answers.name, template?.title];
    const items = [
      {
        goesOn: true,
        label: 'Go on where you left',
        description: known.filter(Boolean).join(' · '),
        iconPath: new ThemeIcon('debug-continue'),
      },
      { goesOn: false, label: 'Begin anew', iconPath: new ThemeIcon('clear-all') },
    ];
    const frame = { title: fresh.title };
    const answer = await askChoice(frame, { placeholder: 'You left before anything was made.', items });
    if (answer.is !== 'value') return undefined;
    return answer.value.goesOn ? resumed : 'fresh';
  }

  #resumed(fresh: ScaffoldState, list: TemplateList): Resumed | undefined {
    const draft = this.#memento.get<Draft>(PREFIX + fresh.title);
    const folder = draft && workspace.getWorkspaceFolder(Uri.parse(draft.folder));
    if (!draft || !folder) return undefined;
    const { answers, template: ref, each, step } = draft;
    const template = list.templates.find(({ source, name }) => source === ref?.source && name === ref.name);
    // Of a template that is gone nothing is known; it is chosen anew.
    const state: ScaffoldState = { ...fresh, folder, answers, ...(each !== undefined && { each }) };
    return { state: template ? chosen(state, template) : state, step };
  }
}
