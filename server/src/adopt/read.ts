import { readBackstage } from './backstage.ts';
import { readCompose } from './compose.ts';
import { type Detected, formatOf, isHelmTemplate } from './detect.ts';
import type { Draft, SourceFormat } from './draft.ts';
import { readHeadyLists } from './headyLists.ts';
import { readHeadyVerticals } from './headyVerticals.ts';
import { readKubernetes } from './kubernetes.ts';
import { type Located, readDocuments, type SourceFile, UnreadableSource } from './located.ts';
import { readMcpServers } from './mcpServers.ts';
import type { Notes } from './notes.ts';

/** What a file was found to be. */
export interface ReadSource {
  file: string;
  /** Of its documents; more than one where they differ. */
  formats: (Detected | 'helm')[];
}

const READERS: Readonly<Record<SourceFormat, (roots: readonly Located[], notes: Notes) => Draft[]>> = {
  compose: readCompose,
  kubernetes: readKubernetes,
  backstage: readBackstage,
  'heady-catalog': lists('heady-catalog'),
  'heady-discovery': lists('heady-discovery'),
  'heady-registry': lists('heady-registry'),
  'heady-verticals': (roots, notes) => roots.flatMap((root) => readHeadyVerticals(root, notes)),
  'mcp-servers': (roots, notes) => roots.flatMap((root) => readMcpServers(root, notes)),
};

function lists(format: SourceFormat) {
  return (roots: readonly Located[], notes: Notes) =>
    roots.flatMap((root) => readHeadyLists(root, format, notes));
}

/** Reads all sources together: what one names, another may describe. Says of each what could not be read. */
export function readSources(
  files: readonly SourceFile[],
  notes: Notes,
): { drafts: Draft[]; sources: ReadSource[] } {
  const roots = new Map<SourceFormat, Located[]>();
  const sources = files.map((file): ReadSource => {
    const formats = new Set<Detected | 'helm'>();
    if (isHelmTemplate(file)) {
      refuse(file, 1, 'It is a Helm template: render it (helm template) and give what comes out.', notes);
      return { file: file.path, formats: ['helm'] };
    }
    for (const root of documentsOf(file, notes)) {
      const format = guarded(file, notes, () => formatOf(root)) ?? 'unknown';
      formats.add(format);
      if (format in READERS) put(roots, format as SourceFormat, root);
      else reportFormat(format, root, notes);
    }
    return { file: file.path, formats: [...formats] };
  });
  const drafts = [...roots].flatMap(([format, all]) => readGuarded(format, all, notes));
  return { drafts, sources };
}

function put(map: Map<SourceFormat, Located[]>, format: SourceFormat, root: Located): void {
  map.set(format, [...(map.get(format) ?? []), root]);
}

/** One file too large must not take the others with it: then each is read by itself. */
function readGuarded(format: SourceFormat, roots: readonly Located[], notes: Notes): Draft[] {
  const before = notes.all.length;
  try {
    return READERS[format](roots, notes);
  } catch {
    notes.all.length = before;
    return roots.flatMap((root) => {
      const { file } = root.at;
      return guarded({ path: file, text: '' }, notes, () => READERS[format]([root], notes)) ?? [];
    });
  }
}

function documentsOf(file: SourceFile, notes: Notes): Located[] {
  const documents = guarded(file, notes, () => readDocuments(file)) ?? [];
  return documents.flatMap((document) => {
    if (!(document instanceof UnreadableSource)) return [document];
    refuse(file, document.line, document.message, notes);
    return [];
  });
}

/** What hostile texts bring parsers to throw is an answer too. */
function guarded<T>(file: SourceFile, notes: Notes, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof UnreadableSource) refuse(file, error.line, error.message, notes);
    else if (error instanceof RangeError) refuse(file, 1, 'It is nested too deep.', notes);
    else throw error;
    return undefined;
  }
}

function refuse({ path }: SourceFile, line: number, message: string, notes: Notes): void {
  notes.add('refused', { at: { file: path, line }, path: '' }, message);
}

function reportFormat(format: Detected, root: Located, notes: Notes): void {
  if (format === 'heady-manifest') return;
  const message =
    format === 'kustomize'
      ? 'It is a kustomization: build it (kubectl kustomize) and give what comes out.'
      : 'It is nothing that can be adopted from.';
  notes.add('refused', root, message);
}
