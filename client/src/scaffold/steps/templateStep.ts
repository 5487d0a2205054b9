import { type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { TemplateInfo, TemplateList } from '../../../../server/src/protocol/scaffold.ts';
import { askChoice } from '../inputs.ts';
import { kindWords } from '../kinds.ts';
import { frameOf, type ScaffoldQuestions, type ScaffoldState, type ScaffoldStep } from '../scaffoldWizard.ts';
import type { Move, Position } from '../wizard.ts';

type TemplateItem = QuickPickItem & { template?: TemplateInfo; whyNot?: string };

/** What it is made from: the templates of its kind, by where they come from. */
export class TemplateStep implements ScaffoldStep {
  readonly id = 'template';
  readonly #questions: ScaffoldQuestions;
  readonly #list: TemplateList;

  constructor(questions: ScaffoldQuestions, list: TemplateList) {
    this.#questions = questions;
    this.#list = list;
  }

  async ask(state: ScaffoldState, position: Position): Promise<Move<ScaffoldState>> {
    const items = templateItems(this.#list, state);
    let active = items.find(({ template }) => template !== undefined && isSame(template, state.template));
    for (;;) {
      const answer = await askChoice(frameOf(state, position), {
        placeholder: 'What is it made from?',
        items,
        active,
      });
      if (answer.is !== 'value') return { to: answer.is };
      const { template, whyNot } = answer.value;
      if (template) return { to: 'next', state: await this.#questions.settled(chosen(state, template)) };
      // In the list there is room for its beginning alone.
      if (whyNot !== undefined) void window.showWarningMessage(whyNot);
      active = answer.value;
    }
  }
}

/** Answers to questions of the template before are kept as far as this one asks the same. */
export function chosen(state: ScaffoldState, template: TemplateInfo): ScaffoldState {
  const asked = new Set(template.parameters.map(({ name }) => name));
  const parameters = Object.entries(state.answers.parameters ?? {}).filter(([name]) => asked.has(name));
  return { ...state, template, answers: { ...state.answers, parameters: Object.fromEntries(parameters) } };
}

function isSame(a: TemplateInfo, b: TemplateInfo | undefined): boolean {
  return a.name === b?.name && a.source === b.source;
}

function templateItems({ sources, templates }: TemplateList, { kind }: ScaffoldState): TemplateItem[] {
  return sources.flatMap(({ id, title, bad, withheld }) => [
    { label: title, kind: QuickPickItemKind.Separator },
    ...templates
      .filter((template) => template.source === id && template.creates === kind)
      .sort(byTitle)
      .map((template) => ({
        template,
        label: template.title,
        description: template.technologies.join(' · '),
        detail: [template.description, ...template.leftOut.map((words) => `Not done: ${words}`)].join(' '),
        iconPath: new ThemeIcon(iconOf(template)),
      })),
    ...bad.map(({ name, message }) => ({
      label: name,
      description: 'cannot be used',
      detail: message,
      whyNot: `The template "${name}" cannot be used: ${message}`,
      iconPath: new ThemeIcon('warning'),
    })),
    ...(withheld === undefined
      ? []
      : [
          {
            label: 'Nothing is offered',
            detail: withheld,
            whyNot: withheld,
            iconPath: new ThemeIcon('shield'),
          },
        ]),
  ]);
}

/** By what it makes, as far as its title tells. */
function iconOf({ title, creates }: TemplateInfo): string {
  return ICONS.find(([pattern]) => pattern.test(title))?.[1] ?? kindWords[creates].icon;
}

const ICONS: readonly (readonly [RegExp, string])[] = [
  [/manifest/i, 'file-code'],
  [/existing|rails/i, 'checklist'],
  [/graphql/i, 'type-hierarchy-sub'],
  [/crm|donor/i, 'heart'],
  [/worker|queue/i, 'layers'],
  [/pipeline|data/i, 'database'],
  [/site|front/i, 'browser'],
];

/** Those that make a project by their titles, then those that make manifests alone. */
function byTitle(a: TemplateInfo, b: TemplateInfo): number {
  const rank = ({ technologies }: TemplateInfo) => (technologies.length > 0 ? 0 : 1);
  return rank(a) - rank(b) || a.title.localeCompare(b.title);
}
