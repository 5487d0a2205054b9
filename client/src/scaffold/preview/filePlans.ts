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

/** Texts only, over texts: what an undo cannot bring back is not taken away. */
export function mayOverwrite({ state, text, existing }: ScaffoldFile): boolean {
  return state === 'different' && text !== undefined && existing !== undefined;
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

/** Files by their folders, those of a folder before those below it: as a tree lists them. */
export function byFolder(plans: readonly FilePlan[]): { folder: string; plans: FilePlan[] }[] {
  const folders = new Map<string, FilePlan[]>();
  for (const plan of plans) {
    const { relativePath } = plan.file;
    const folder = relativePath.slice(0, Math.max(0, relativePath.lastIndexOf('/')));
    folders.set(folder, [...(folders.get(folder) ?? []), plan]);
  }
  return [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, inside]) => ({ folder, plans: inside }));
}
