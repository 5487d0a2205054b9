import { ENVIRONMENTS, type ManifestDocument } from '../manifest/document.ts';
import type { Path } from '../manifest/tree.ts';

/** A place in a document that names another document. */
export interface NamedReference {
  kind: string;
  /** The full name; with `inAnyEnvironment` the name without its environment. */
  name: string;
  /** Of a golden image: `<name>@<version>`. */
  version?: string;
  /** Met by the service of that name in any environment (`Api.providedBy`, decision 10). */
  inAnyEnvironment?: true;
  path: Path;
}

/** A field that names documents of a kind. */
export interface ReferenceField extends Pick<NamedReference, 'kind' | 'inAnyEnvironment'> {
  /** Of the field; its items name the documents where `isList`. */
  path: Path;
  isList?: true;
}

/** By kind, the fields that name other documents (decision 10). */
const FIELDS: Readonly<Record<string, readonly ReferenceField[]>> = {
  Service: [
    { path: ['spec', 'dependsOn'], kind: 'Service', isList: true },
    { path: ['spec', 'apis'], kind: 'Api', isList: true },
    { path: ['spec', 'hosts'], kind: 'VirtualMachine', isList: true },
  ],
  VirtualMachine: [{ path: ['spec', 'image'], kind: 'GoldenImage' }],
  Api: [{ path: ['spec', 'providedBy'], kind: 'Service', inAnyEnvironment: true }],
  Agent: [
    { path: ['spec', 'parent'], kind: 'Agent' },
    { path: ['spec', 'workspace'], kind: 'Workspace' },
  ],
  Workspace: [
    { path: ['spec', 'dependsOn'], kind: 'Workspace', isList: true },
    { path: ['spec', 'services'], kind: 'Service', isList: true },
    { path: ['spec', 'mcpServers'], kind: 'McpServer', isList: true },
  ],
  Vertical: [{ path: ['spec', 'vm'], kind: 'GoldenImage' }],
  GoldenImage: [{ path: ['spec', 'from'], kind: 'GoldenImage' }],
};

/** The fields of a kind that refer to other documents. */
export function referenceFields(kind: string | undefined): readonly Path[] {
  return fieldsOf(kind).map(({ path }) => path);
}

/** The field whose value, or whose item, is at a path of a document of this kind; undefined where nothing is named. */
export function referenceFieldAt(kind: string | undefined, path: Path): ReferenceField | undefined {
  const isItem = typeof path.at(-1) === 'number';
  const own = isItem ? path.slice(0, -1) : path;
  return fieldsOf(kind).find(
    (field) =>
      isItem === Boolean(field.isList) &&
      own.length === field.path.length &&
      own.every((step, i) => step === field.path[i]),
  );
}

/** What can refer to others: a document, or an entry of the control plane (`knownEntry`). */
export type Referrer = Pick<ManifestDocument, 'kind' | 'stated'>;

const known = new WeakMap<ManifestDocument, readonly NamedReference[]>();

/** What a document refers to, in the order of its kind's fields. Worked out once: it is asked for again and again. */
export function referencesOf(document: ManifestDocument): readonly NamedReference[] {
  const references = known.get(document) ?? findReferences(document);
  known.set(document, references);
  return references;
}

/** What something refers to, in the order of its kind's fields. */
export function findReferences(from: Referrer): NamedReference[] {
  return fieldsOf(from.kind).flatMap((field) => {
    const listed = field.isList ? from.stated(field.path) : undefined;
    const paths = field.isList
      ? (Array.isArray(listed) ? listed : []).map((_, index) => [...field.path, index])
      : [field.path];
    return paths.flatMap((path) => {
      const written = from.stated(path);
      return typeof written === 'string' && written !== '' ? [referenceTo(field, written, path)] : [];
    });
  });
}

/** What a document depends on (`spec.dependsOn`). */
export function dependenciesIn(document: ManifestDocument): readonly NamedReference[] {
  return referencesOf(document).filter(({ path }) => path[1] === 'dependsOn');
}

/** The full names by which what a reference asks for may be known. */
export function namesOf({
  name,
  inAnyEnvironment,
}: Pick<NamedReference, 'name' | 'inAnyEnvironment'>): readonly string[] {
  return inAnyEnvironment ? ENVIRONMENTS.map((environment) => `${environment}-${name}`) : [name];
}

/** How a reference is written to a document of another full name. */
export function writtenAs(
  { version, inAnyEnvironment }: Pick<NamedReference, 'version' | 'inAnyEnvironment'>,
  fullName: string,
): string {
  if (inAnyEnvironment) return fullName.slice(fullName.indexOf('-') + 1);
  return version === undefined ? fullName : `${fullName}@${version}`;
}

function fieldsOf(kind: string | undefined): readonly ReferenceField[] {
  return kind !== undefined && Object.hasOwn(FIELDS, kind) ? (FIELDS[kind] ?? []) : [];
}

function referenceTo(
  { kind, inAnyEnvironment }: ReferenceField,
  written: string,
  path: Path,
): NamedReference {
  if (inAnyEnvironment) return { kind, name: written, inAnyEnvironment, path };
  if (kind !== 'GoldenImage') return { kind, name: written, path };
  const [name = '', version] = written.split('@');
  return version ? { kind, name, version, path } : { kind, name, path };
}
