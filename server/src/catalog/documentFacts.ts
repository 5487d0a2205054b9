import { createHash } from 'node:crypto';
import type { ManifestDocument } from '../manifest/document.ts';
import type { ManifestFile } from '../manifest/file.ts';
import { ENTRY_KINDS } from '../manifest/schemas.ts';
import type { Path } from '../manifest/tree.ts';
import { isGoverning } from '../rules/governing.ts';
import { referenceFields } from '../rules/references.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';

/** Fields of every kind that findings in other documents depend on. A name that does not fit is still referred to. */
const COMMON: readonly Path[] = [['kind'], ['metadata', 'name'], ['metadata', 'tags']];

/** Fields, beside those and what refers to others, that findings in other documents depend on. */
const SHARED: Readonly<Record<string, readonly Path[]>> = {
  Service: [
    ['spec', 'environment'],
    ['spec', 'plane'],
    ['spec', 'ports'],
    ['spec', 'monthlyCost'],
  ],
  VirtualMachine: [
    ['spec', 'environment'],
    ['spec', 'monthlyCost'],
  ],
  GoldenImage: [
    ['spec', 'version'],
    ['spec', 'state'],
  ],
  Agent: [['spec', 'level']],
  Workspace: [['spec', 'portRange']],
  McpServer: [
    ['spec', 'url'],
    ['spec', 'command'],
    ['spec', 'args'],
  ],
};

/** What others may depend on in a document; kept, since an edit leaves the other documents of its file as they are. */
export function factsIn(document: ManifestDocument): Excerpt {
  const facts = known.get(document) ?? workOut(document);
  known.set(document, facts);
  return facts;
}

const known = new WeakMap<ManifestDocument, Excerpt>();

/** Says what the facts of a document are that was read before. */
export function rememberFacts(document: ManifestDocument, facts: Excerpt): void {
  known.set(document, facts);
}

/** What other files may depend on in a file, as a text to compare: where it is the same, they need not be checked again. */
export function factsOf(file: ManifestFile): string {
  return file.documents.map(({ document }) => textOf(document)).join('\n');
}

const texts = new WeakMap<ManifestDocument, string>();

function textOf(document: ManifestDocument): string {
  const { value, unfit } = factsIn(document);
  const text = texts.get(document) ?? JSON.stringify([value, ...unfit]);
  texts.set(document, text);
  return text;
}

/** A digest of facts as a text. */
export function digestOf(facts: string): string {
  return createHash('sha1').update(facts).digest('base64url');
}

/** Whether the facts of a file hold a name somewhere, alone or within a longer text. */
export function mentions(file: ManifestFile, name: string): boolean {
  // As JSON writes it.
  return factsOf(file).includes(JSON.stringify(name).slice(1, -1));
}

/** Whether the value at a path of a document of this kind is among its facts. */
export function isFact(kind: string | undefined, path: Path): boolean {
  return factPaths(kind).some((field) => field.every((step, i) => step === path[i]));
}

const pathsByKind = new Map<string | undefined, readonly Path[]>();

/** The fields of a document of this kind that are facts; the empty path stands for all of it. */
function factPaths(kind: string | undefined): readonly Path[] {
  const known = ENTRY_KINDS.includes(kind ?? '') ? kind : undefined;
  const paths = pathsByKind.get(known) ?? workOutPaths(known ?? '');
  pathsByKind.set(known, paths);
  return paths;
}

function workOutPaths(kind: string): readonly Path[] {
  if (isGoverning(kind)) return [[]];
  return [...COMMON, ...(Object.hasOwn(SHARED, kind) ? (SHARED[kind] ?? []) : []), ...referenceFields(kind)];
}

function workOut(document: ManifestDocument): Excerpt {
  return excerptOf(document, factPaths(document.kind));
}
