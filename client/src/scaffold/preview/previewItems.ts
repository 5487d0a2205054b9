import { type QuickPickItem, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { ScaffoldPreview, ScaffoldProblem } from '../../../../server/src/protocol/scaffold.ts';
import { parameterStepId } from '../steps/parameterStep.ts';
import type { Position } from '../wizard.ts';
import {
  type Consent,
  conflicts,
  type FilePlan,
  filesWord,
  mayOverwrite,
  sections,
  sizesWord,
  summary,
  writtenPlans,
} from './filePlans.ts';

/** What a person chose in the preview. */
export type Outcome =
  | { is: 'create' | 'open' | 'back' | 'cancel' }
  | { is: 'mend'; step: string }
  | { is: 'all'; consent: Consent }
  | { is: 'file'; plan: FilePlan };

export type OutcomeItem = QuickPickItem & { outcome: Outcome };

/** What stands in the input of the preview; screen readers begin with it. */
export function placeholderOf({ name, problems }: ScaffoldPreview, plans: readonly FilePlan[]): string {
  if (problems.some(({ severity }) => severity === 'error'))
    return `${name} cannot be made like this. Mend it before it is written.`;
  if (writtenPlans(plans).length === 0)
    return plans.some(({ does }) => does === 'keep')
      ? 'All of it exists already. Nothing is overwritten unless you choose a file and say so.'
      : 'All of it exists already, just as it would be made.';
  return `Nothing is written yet: ${summary(plans)}. Choose a file to see it.`;
}

/** All that can be chosen: what is wrong, ways on and out, and the files. */
export function outcomeItems(
  preview: ScaffoldPreview,
  plans: readonly FilePlan[],
  position: Position,
): OutcomeItem[] {
  const { problems, within } = preview;
  const items: OutcomeItem[] = problems.map((problem) => problemItem(problem, plans));
  if (problems.length > 0) items.push(separator(''));
  items.push(...waysOn(preview, plans));
  if (position.step > 1) items.push(choice({ is: 'back' }, 'Back', 'arrow-left'));
  items.push(choice({ is: 'cancel' }, 'Cancel', 'close', 'nothing is written'));
  for (const { title, files } of sections(plans, within))
    items.push(separator(title), ...files.map(({ name, plan }) => fileItem(name, plan)));
  return items;
}

/** Writing, as far as nothing forbids it, and deciding on all conflicts at once. */
function waysOn({ name, problems }: ScaffoldPreview, plans: readonly FilePlan[]): OutcomeItem[] {
  const items: OutcomeItem[] = [];
  const due = writtenPlans(plans);
  const over = due.filter(({ does }) => does === 'overwrite').length;
  const isSound = problems.every(({ severity }) => severity !== 'error');
  if (isSound && due.length > 0)
    items.push(
      choice(
        { is: 'create' },
        `${over === 0 ? 'Create' : 'Write'} ${filesWord(due.length)}`,
        'new-folder',
        over === 0 ? name : `${name}, ${over === due.length ? 'over' : `${over} of them over`} yours`,
      ),
    );
  else if (isSound && plans.length > 0) {
    const label = plans.length === 1 ? 'Open the existing file' : 'Open the existing files';
    items.push(choice({ is: 'open' }, label, 'go-to-file'));
  }
  const open = conflicts(plans);
  if (open.length > 1 && open.some(({ does }) => does === 'keep'))
    items.push(
      choice(
        { is: 'all', consent: 'overwrite' },
        `Take the template's of all ${open.length} that differ`,
        'replace-all',
        'yours are replaced; one undo brings them back',
      ),
    );
  if (open.length > 1 && open.some(({ does }) => does === 'overwrite'))
    items.push(choice({ is: 'all', consent: 'keep' }, `Keep yours of all ${open.length}`, 'lock'));
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
  // The icon tells it by its looks alone.
  const weight = severity === 'error' ? 'must be mended' : 'may stay';
  if (step !== undefined)
    return {
      ...choice({ is: 'mend', step }, `Change ${question ?? parameter}`, icon, weight),
      detail: message,
    };
  const plan = plans.find(({ file }) => file.relativePath === path);
  return plan
    ? { ...choice({ is: 'file', plan }, `Look at ${path}`, icon, weight), detail: message }
    : { ...choice({ is: 'back' }, 'Go back', icon, weight), detail: message };
}

function fileItem(name: string, plan: FilePlan): OutcomeItem {
  const detail = mayOverwrite(plan.file) ? { detail: sizesWord(plan.file) } : {};
  return { outcome: { is: 'file', plan }, label: name, ...LOOKS[plan.does], ...detail };
}

const LOOKS = {
  create: { description: 'new', iconPath: new ThemeIcon('diff-added') },
  leave: { description: 'there already, the same', iconPath: new ThemeIcon('check') },
  keep: { description: 'yours is kept', iconPath: new ThemeIcon('lock') },
  overwrite: {
    description: 'yours is replaced',
    iconPath: new ThemeIcon('diff-modified'),
  },
};

function separator(label: string): OutcomeItem {
  return { outcome: { is: 'back' }, label, kind: QuickPickItemKind.Separator };
}

/** Whether it is what most people came for. */
export function goesOn({ outcome }: OutcomeItem): boolean {
  return outcome.is === 'create' || outcome.is === 'open';
}

/** Names a choice, whatever else there is to choose. */
export function keyOf({ outcome, label }: OutcomeItem): string {
  return outcome.is === 'file' ? outcome.plan.file.uri : `${outcome.is} ${label}`;
}
