import type { ScaffoldFile } from '../../../../server/src/protocol/scaffold.ts';

/** What the user allows for a file that is there already. */
export type Consent = 'keep' | 'overwrite';

/** What becomes of a file: `leave` where it is there as it would be made, `keep` where what is there stays. */
export interface FilePlan {
  file: ScaffoldFile;
  does: 'create' | 'leave' | 'keep' | 'overwrite';
}

/** What becomes of each file. Nothing is overwritten that nobody allowed to be. */
export function filePlans(
  files: readonly ScaffoldFile[],
  consents: ReadonlyMap<string, Consent>,
): FilePlan[] {
  return files.map((file) => {
    switch (file.state) {
      case 'new':
        return { file, does: 'create' };
      case 'identical':
        return { file, does: 'leave' };
      default:
        return { file, does: mayOverwrite(file) ? (consents.get(file.uri) ?? 'keep') : 'keep' };
    }
  });
}

/** Of what is known to be there and other than the template's: something has to be decided. */
export function mayOverwrite({ state }: ScaffoldFile): boolean {
  return state === 'different';
}

/** Those that somebody has to decide on. */
export function conflicts(plans: readonly FilePlan[]): FilePlan[] {
  return plans.filter(({ file }) => mayOverwrite(file));
}

/** Those that are written. */
export function writtenPlans(plans: readonly FilePlan[]): FilePlan[] {
  return plans.filter(({ does }) => does === 'create' || does === 'overwrite');
}

/** What becomes of all of them, in a sentence's worth of words. */
export function summary(plans: readonly FilePlan[]): string {
  const count = (does: FilePlan['does']) => plans.filter((plan) => plan.does === does).length;
  return [
    [count('create'), 'new'],
    [count('overwrite'), 'overwritten'],
    [count('keep'), 'kept as yours'],
    [count('leave'), 'there already'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, words]) => `${number} ${words}`)
    .join(', ');
}

/** `1 file`, `3 files`. */
export function filesWord(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/** How long each side of a file that is there is: in lines, or in bytes of what is no text. */
export function sizesOf({ text, existing, existingSize, size }: ScaffoldFile): {
  isText: boolean;
  yours: string;
  template: string;
} {
  if (text !== undefined && existing !== undefined)
    return { isText: true, yours: linesWord(existing), template: linesWord(text) };
  const yours = existingSize ?? new TextEncoder().encode(existing ?? '').length;
  return { isText: false, yours: bytesWord(yours), template: bytesWord(size) };
}

/** The same in a sentence. */
export function sizesWord(file: ScaffoldFile): string {
  const { isText, yours, template } = sizesOf(file);
  return `${isText ? 'Yours' : 'No text: yours'} has ${yours}, the template's ${template}.`;
}

function linesWord(text: string): string {
  const count = text.replace(/\r?\n$/, '').split('\n').length;
  return count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`;
}

function bytesWord(count: number): string {
  return count === 1 ? '1 byte' : `${count.toLocaleString('en')} bytes`;
}

/** Files of the list under one heading, each with the name that tells it from all others there. */
export interface Section {
  title: string;
  files: { name: string; plan: FilePlan }[];
}

/**
 * The list of the preview: what has to be decided first, then the project, then what goes elsewhere.
 *
 * @param within folder of the project, relative to the workspace folder; '' is the workspace folder itself
 */
export function sections(plans: readonly FilePlan[], within: string): Section[] {
  const open = new Set(conflicts(plans));
  const others = plans.filter((plan) => !open.has(plan));
  const project = within === '' ? '' : `${within}/`;
  const isInside = ({ file }: FilePlan) => file.relativePath.startsWith(project);
  return [
    section('there already, and different', [...open], project),
    section(within || 'workspace folder', others.filter(isInside), project),
    section(
      'elsewhere in the workspace folder',
      others.filter((plan) => !isInside(plan)),
    ),
  ].filter(({ files }) => files.length > 0);
}

function section(title: string, plans: readonly FilePlan[], root = ''): Section {
  const files = plans
    .map((plan) => ({ name: below(root, plan.file.relativePath), plan }))
    .sort((a, b) => compare(folderOf(a.name), folderOf(b.name)));
  return { title, files };
}

function below(root: string, path: string): string {
  return path.startsWith(root) ? path.slice(root.length) : path;
}

/** Files of a folder come before those below it, as a tree lists them. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
