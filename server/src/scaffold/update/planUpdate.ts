import type { Generated, GeneratedFile } from '../generate.ts';
import type { TemplateRecord } from '../recordTemplate.ts';
import { areSameLines, type MergedText, mergeTexts, type Preference } from './mergeTexts.ts';
import { type BaseFile, digestOf, isRecordName, stampOf } from './record.ts';
import { restateTemplate } from './restateTemplate.ts';
import { areSame, bytesOf, mergeableText } from './texts.ts';

/**
 * `unchanged`: stays as it is, with your changes; `updated`: as the template has it now; `merged`: both sides' changes;
 * `conflict`: a person decides; `deletedByTemplate`: goes; `deletedByUser`: stays away.
 */
export type UpdateOutcome =
  | 'unchanged'
  | 'updated'
  | 'merged'
  | 'conflict'
  | 'added'
  | 'deletedByTemplate'
  | 'deletedByUser';

export interface FileUpdate {
  /** Relative to the workspace folder. */
  path: string;
  outcome: UpdateOutcome;
  /** What is there now; absent: nothing is. */
  yours?: Uint8Array;
  /** What it is to hold; absent: nothing is written. */
  bytes?: Uint8Array;
  /** The template's, where that cannot be merged with yours: to be taken whole, or not. */
  offered?: Uint8Array;
  executable: boolean;
  /** Places between markers in `bytes`. */
  conflicts: number;
  /** What a person should know of it, in a sentence. */
  note?: string;
}

export interface UpdateInput {
  /** What the template made at first, by path in the workspace folder; undefined: nobody knows. */
  base: ReadonlyMap<string, BaseFile> | undefined;
  /** What is there now, by path; must have all of `pathsOf` that are. */
  yours: ReadonlyMap<string, Uint8Array>;
  /** Those of them that can be run; absent: as the template has them. */
  executables?: ReadonlySet<string>;
  /** What the newer version makes of the same answers. */
  theirs: Generated;
  /** What the manifest is to say that it comes from. */
  template: TemplateRecord;
  preference?: Preference;
  /** Paths in the workspace folder: what the template has there is taken whole, whatever was changed or deleted. */
  taken?: ReadonlySet<string>;
}

/** All files that an update may touch, sorted. */
export function pathsOf({ base, theirs }: Pick<UpdateInput, 'base' | 'theirs'>): string[] {
  return [...new Set([...(base?.keys() ?? []), ...theirs.files.map(({ path }) => path)])].sort();
}

/** What becomes of each file when a project is brought to another version of its template. */
export function planUpdate(input: UpdateInput): FileUpdate[] {
  const theirs = new Map(input.theirs.files.map((file) => [file.path, file]));
  return pathsOf(input).flatMap((path) => {
    const update = planFile(path, input, input.base?.get(path), theirs.get(path));
    return update ? [update] : [];
  });
}

function planFile(
  path: string,
  input: UpdateInput,
  base: BaseFile | undefined,
  theirs: GeneratedFile | undefined,
): FileUpdate | undefined {
  const yours = input.yours.get(path);
  const changesMode = base !== undefined && theirs !== undefined && base.executable !== theirs.executable;
  // What you made of it stays, unless the template changed it since.
  const kept = yours && !changesMode ? input.executables?.has(path) : undefined;
  const executable = kept ?? theirs?.executable ?? base?.executable ?? false;
  const same = { path, executable, conflicts: 0, ...(yours && { yours }) };
  if (!theirs) return yours && base && { ...same, ...dropped(yours, base) };
  if (input.taken?.has(path) && !(yours && areSame(yours, theirs.bytes)))
    return { ...same, outcome: yours ? 'updated' : 'added', bytes: theirs.bytes };
  if (!yours)
    return base ? { ...same, outcome: 'deletedByUser' } : { ...same, outcome: 'added', bytes: theirs.bytes };
  const isRecord = isRecordName(path.slice(path.lastIndexOf('/') + 1));
  if (areSame(yours, theirs.bytes) || (base && digestOf(theirs.bytes) === base.digest))
    return { ...same, ...(changesMode ? { outcome: 'updated', bytes: yours } : { outcome: 'unchanged' }) };
  if (isRecord || (base && digestOf(yours) === base.digest))
    return { ...same, outcome: 'updated', bytes: theirs.bytes };
  return { ...same, ...merged(input, { path, base, yours, theirs }) };
}

type Judgement = Pick<FileUpdate, 'outcome'> &
  Partial<Pick<FileUpdate, 'bytes' | 'offered' | 'conflicts' | 'note'>>;

/** The template has the file no more. */
function dropped(yours: Uint8Array, base: BaseFile): Judgement {
  const text = mergeableText(yours);
  const isYours =
    digestOf(yours) !== base.digest &&
    (text === undefined || base.text === undefined || !areSameLines(text, base.text));
  return isYours
    ? { outcome: 'unchanged', note: 'The template has it no more; you changed it, so it stays.' }
    : { outcome: 'deletedByTemplate' };
}

function merged(
  { base: bases, theirs: generated, template, preference = 'markers' }: UpdateInput,
  file: { path: string; base: BaseFile | undefined; yours: Uint8Array; theirs: GeneratedFile },
): Judgement {
  const [yours, theirs] = [mergeableText(file.yours), mergeableText(file.theirs.bytes)];
  const isText = yours !== undefined && theirs !== undefined && (!file.base || file.base.text !== undefined);
  if (!isText) return whole(file, preference);
  // Which version it comes from is no change of either side.
  const recorded = (text: string) =>
    file.path === generated.manifest ? restateTemplate(text, template) : text;
  const base = file.base?.text;
  const names = { yours: 'yours', theirs: `template ${template.version}` };
  const result = mergeTexts(
    base === undefined ? undefined : recorded(base),
    recorded(yours),
    theirs,
    names,
    preference,
  );
  return judged(result, file, bases !== undefined, preference);
}

/** What is no text is one side's or the other's. */
function whole(
  {
    base,
    yours,
    theirs: { bytes },
  }: { base: BaseFile | undefined; yours: Uint8Array; theirs: GeneratedFile },
  preference: Preference,
): Judgement {
  if (preference === 'theirs') return { outcome: 'updated', bytes };
  if (preference === 'yours') return { outcome: 'unchanged' };
  const why = base ? 'both sides changed it' : 'what it was made as is not kept';
  const sides = `Yours (${stampOf(yours)}) stays; the template's (${stampOf(bytes)}) can be taken instead.`;
  return { outcome: 'conflict', offered: bytes, note: `It is no text, and ${why}. ${sides}` };
}

function judged(
  { text, conflicts }: MergedText,
  { base, yours, theirs }: { base: BaseFile | undefined; yours: Uint8Array; theirs: GeneratedFile },
  isBaseKnown: boolean,
  preference: Preference,
): Judgement {
  const bytes = bytesOf(text);
  if (conflicts > 0 && preference === 'markers') {
    const note = isBaseKnown
      ? undefined
      : 'What it was made as is not kept: every difference is left to you.';
    return { outcome: 'conflict', bytes, conflicts, ...(note && { note }) };
  }
  if (areSame(bytes, yours))
    return base && base.executable !== theirs.executable
      ? { outcome: 'updated', bytes }
      : { outcome: 'unchanged' };
  return { outcome: areSame(bytes, theirs.bytes) ? 'updated' : 'merged', bytes };
}
