import type { ManifestDocument } from '../manifest/document.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { Path, Plain } from '../manifest/tree.ts';
import { referenceFields } from '../rules/references.ts';

/** Kinds that govern others with all that they state. */
const GOVERNING = ['Policy', 'Vertical', 'Environment'];

/** Fields, beside kind, name, tags and what refers to others, that findings in other documents depend on. */
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

/** What other files may depend on in a file, as a text to compare: where it is the same, they need not be checked again. */
export function factsOf(file: ManifestFile): string {
  return file.documents.map(({ document }) => textOf(document)).join('\n');
}

const texts = new WeakMap<ManifestDocument, string>();

/** The facts of one document; kept, since an edit leaves the other documents of its file as they are. */
function textOf(document: ManifestDocument): string {
  const text = texts.get(document) ?? JSON.stringify(factsIn(document));
  texts.set(document, text);
  return text;
}

function factsIn(document: ManifestDocument): Plain {
  const kind = document.statedText(['kind']) ?? '';
  if (GOVERNING.includes(kind)) return document.value ?? null;
  const shared: readonly Path[] = Object.hasOwn(SHARED, kind) ? (SHARED[kind] ?? []) : [];
  const paths: readonly Path[] = [['metadata', 'tags'], ...shared, ...referenceFields(kind)];
  // A name that does not fit is still the one that others refer to.
  return [kind, document.name ?? null, ...paths.map((path) => document.stated(path) ?? null)];
}
