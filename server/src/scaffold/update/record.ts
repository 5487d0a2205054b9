import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Answers, fullName } from '../answers.ts';
import { type Generated, type GeneratedFile, settleAnswers } from '../generate.ts';
import { judgePath } from '../paths.ts';
import type { Template } from '../template/template.ts';
import { bytesOf, mergeableText } from './texts.ts';

/** A file as the template made it. */
export interface BaseFile {
  /** SHA-256 of its bytes, in hexadecimal. */
  digest: string;
  executable: boolean;
  /** Absent: it is no text. */
  text?: string;
}

/**
 * What a project was made from, kept in a file of its own in it: without this a newer version of the template could not
 * be told from what people changed since.
 */
export interface ScaffoldRecord {
  /** `TemplateSource.id`. */
  source: string;
  template: string;
  version: string;
  /** All of them, those taken by default too; never secrets. */
  answers: Answers;
  /** For licences. */
  year: number;
  /** Where the project lay, relative to the workspace folder. */
  folder: string;
  /** The entry's own manifest, relative to `folder`. */
  manifest: string;
  /** By path relative to `folder`, so that a project can be moved. */
  files: ReadonlyMap<string, BaseFile>;
  /** By path relative to the workspace folder: what lies elsewhere, such as workflows. */
  outside: ReadonlyMap<string, BaseFile>;
}

/** A record that cannot be used, and why, in words. */
export class RecordError extends Error {
  override name = 'RecordError';
}

const FORMAT = 1;
const SUFFIX = '.scaffold';
const MAX_TEXT_BYTES = 20_000_000;

/** Whether a file is a record, by its name. */
export function isRecordName(name: string): boolean {
  return name.startsWith('.') && name.endsWith(SUFFIX) && name.length > SUFFIX.length + 1;
}

/**
 * The manifest where nothing is to be written but one and its record; undefined: it is something else. Where another
 * manifest is there and stays, the record has nothing to tell of.
 */
export function loneManifest(paths: readonly string[]): string | undefined {
  const [manifest, ...more] = paths.filter((path) => !isRecordName(path.slice(path.lastIndexOf('/') + 1)));
  return paths.length === 2 && more.length === 0 ? manifest : undefined;
}

/** What a project was made from. */
export interface Origin {
  /** `TemplateSource.id`. */
  source: string;
  template: Template;
  answers: Answers;
  year: number;
}

/**
 * Adds the record of what was made to it, also to a manifest alone. Only of services, whose manifests tell of the
 * template, which is how an update finds what it can bring forward.
 */
export function withRecord(
  generated: Generated,
  { source, template, answers: given, year }: Origin,
): Generated {
  const { folder, manifest, files } = generated;
  const prefix = folder === '' ? '' : `${folder}/`;
  const kind = template.spec.creates;
  if (kind !== 'Service' || !manifest?.startsWith(prefix)) return generated;
  const answers = { ...given, parameters: settleAnswers(template, given, { year, folder }).parameters };
  const name = fullName(kind, answers);
  const [within, outside] = [true, false].map((isWithin) =>
    files.filter(({ path }) => path.startsWith(prefix) === isWithin),
  );
  const record = {
    about: 'What this was made from. Heady needs it to bring in newer versions of the template; commit it.',
    format: FORMAT,
    source,
    template: template.name,
    version: template.spec.version,
    answers,
    year,
    folder,
    manifest: manifest.slice(prefix.length),
    files: digests(within, prefix.length),
    outside: digests(outside, 0),
    texts: packed(files),
  };
  const file: GeneratedFile = {
    path: `${prefix}.${name}${SUFFIX}`,
    bytes: bytesOf(`${JSON.stringify(record, undefined, 2)}\n`),
    executable: false,
  };
  return { ...generated, files: [...files, file] };
}

/** @throws {RecordError} where it is none, or was damaged */
export function readRecord(bytes: Uint8Array): ScaffoldRecord {
  try {
    const { format, texts, files, outside, ...rest } = JSON.parse(new TextDecoder().decode(bytes));
    if (format !== FORMAT) throw new Error(`its format is ${format}; this version of Heady reads ${FORMAT}`);
    const unpacked = unpack(texts);
    const { source, template, version, answers, year, folder, manifest } = rest;
    for (const each of [source, template, version, folder, manifest, answers?.name])
      if (typeof each !== 'string') throw new Error('something is missing in it');
    if (!Number.isSafeInteger(year) || typeof answers.parameters !== 'object' || answers.parameters === null)
      throw new Error('something is missing in it');
    return {
      source,
      template,
      version,
      answers,
      year,
      folder,
      manifest,
      files: baseFiles(files, unpacked),
      outside: baseFiles(outside, unpacked),
    };
  } catch (cause) {
    throw new RecordError((cause as Error).message);
  }
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** How a file that is no text is told from another: its size, and the beginning of its SHA-256 digest. */
export function stampOf(bytes: Uint8Array): string {
  return `${bytes.length.toLocaleString('en')} bytes, SHA-256 ${digestOf(bytes).slice(0, 12)}`;
}

/** What there is and what is to come, where at least one is no text and so shows no differences. */
export function stampsOf(before: Uint8Array | undefined, after: Uint8Array): string {
  return `no text: ${before === undefined ? '' : `${stampOf(before)} -> `}${stampOf(after)}`;
}

function digests(files: readonly GeneratedFile[] = [], prefix: number): Record<string, string> {
  return Object.fromEntries(
    files.map(({ path, bytes, executable }) => [
      path.slice(prefix),
      `${digestOf(bytes)}${executable ? ' executable' : ''}`,
    ]),
  );
}

/** Texts once each by their digest, compressed: what lies in them in plain would be found by every search. */
function packed(files: readonly GeneratedFile[]): string {
  const texts = files.flatMap(({ bytes }) => {
    const text = mergeableText(bytes);
    return text === undefined ? [] : [[digestOf(bytes), text] as const];
  });
  return deflateRawSync(JSON.stringify(Object.fromEntries(texts)), { level: 9 }).toString('base64');
}

function unpack(packed: string): ReadonlyMap<string, string> {
  const json = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_TEXT_BYTES });
  return new Map(Object.entries(JSON.parse(json.toString()) as Record<string, string>));
}

/** @throws {Error} where a path leads elsewhere, or a text is not the one that was made */
function baseFiles(
  digests: Record<string, string>,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, BaseFile> {
  return new Map(
    Object.entries(digests).map(([path, stated]) => {
      const fault = judgePath(path);
      if (fault) throw new Error(`${fault}: "${path}"`);
      const [digest = '', executable] = stated.split(' ');
      const text = texts.get(digest);
      if (text !== undefined && digestOf(bytesOf(text)) !== digest)
        throw new Error(`what "${path}" was is damaged`);
      return [path, { digest, executable: executable !== undefined, ...(text !== undefined && { text }) }];
    }),
  );
}
