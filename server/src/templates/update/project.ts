import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { Answers } from '../../scaffold/answers.ts';
import { isRecordName, RecordError, readRecord, type ScaffoldRecord } from '../../scaffold/update/record.ts';

/** Something that was made from a template, by what its manifest says. */
export interface Project {
  /** Of the entry. */
  name: string;
  /** Absolute: the workspace folder. */
  root: string;
  /** Where it lies, relative to `root`, with `/`. */
  folder: string;
  /** Of its manifest, relative to `root`, with `/`. */
  manifest: string;
  template: { name: string; version: string };
  answers: Answers;
  /** What it was made as; absent: nobody knows, and `lost` says why. */
  record?: ScaffoldRecord;
  lost?: string;
}

/**
 * The project that a manifest is of.
 *
 * @param path absolute, of the manifest
 * @returns undefined where it was made from no template
 */
export async function projectOf(
  root: string,
  path: string,
  document: ManifestDocument,
): Promise<Project | undefined> {
  const { name } = document;
  const template = document.statedText(['spec', 'template', 'name']);
  const version = document.statedText(['spec', 'template', 'version']);
  if (document.kind !== 'Service' || !name || template === undefined || version === undefined)
    return undefined;
  const posix = (absolute: string) => relative(root, absolute).split(sep).join('/');
  const found = await findRecord(root, path);
  const isIts = found.record?.template === template;
  const { record, lost } = isIts ? found : { lost: found.lost ?? NOT_THERE };
  return {
    name,
    root,
    folder: posix(found.folder),
    manifest: posix(path),
    template: { name: template, version },
    answers: record?.answers ?? answersOf(name, document),
    ...(record && { record }),
    ...(lost !== undefined && { lost }),
  };
}

const NOT_THERE = 'Beside it is no record of what it was made as.';

/** Looks for the record of a manifest in its folder and those above, as far as the workspace goes. */
async function findRecord(
  root: string,
  manifest: string,
): Promise<{ folder: string; record?: ScaffoldRecord; lost?: string }> {
  let lost: string | undefined;
  for (let folder = dirname(manifest); ; folder = dirname(folder)) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter(isRecordName)) {
      try {
        const record = readRecord(await readFile(join(folder, name)));
        if (resolve(folder, record.manifest) === manifest) return { folder, record };
      } catch (cause) {
        if (!(cause instanceof RecordError)) throw cause;
        lost = `The record "${name}" cannot be used: ${cause.message}.`;
      }
    }
    if (folder === root || folder === dirname(folder)) break;
  }
  return { folder: dirname(manifest), ...(lost !== undefined && { lost }) };
}

/** The answers as far as the manifest tells them. */
function answersOf(name: string, document: ManifestDocument): Answers {
  const text = (...path: string[]) => document.statedText(path);
  const environment = text('spec', 'environment') as Answers['environment'];
  const vertical = text('metadata', 'tags', 'Vertical');
  const sensitivity = text('metadata', 'tags', 'DataSensitivity') as Answers['sensitivity'];
  const [owner, description] = [text('metadata', 'tags', 'Owner'), text('metadata', 'description')];
  const parameters = document.stated(['spec', 'template', 'answers']);
  const prefix = `${environment}-${vertical}-`;
  return {
    ...(environment !== undefined && { environment }),
    ...(vertical !== undefined && { vertical }),
    ...(sensitivity !== undefined && { sensitivity }),
    ...(owner !== undefined && { owner }),
    ...(description !== undefined && { description }),
    name: name.startsWith(prefix) ? name.slice(prefix.length) : name,
    parameters: typeof parameters === 'object' && !Array.isArray(parameters) && parameters ? parameters : {},
  };
}
