import type { ManifestDocument } from '../manifest/document.ts';
import { parseManifest } from '../manifest/parse.ts';
import { itemsOf, type ManifestNode, type Path } from '../manifest/tree.ts';
import type { CatalogFacts } from '../rules/facts.ts';
import type { Severity } from '../rules/levels.ts';
import { lintDocument } from '../rules/lint.ts';
import type { GeneratedFile } from './generate.ts';
import { PlannedFacts } from './plannedFacts.ts';

/** What a rule finds in a manifest that would be written. */
export interface PlannedFinding {
  /** Of the file, relative to the workspace folder. */
  path: string;
  rule: string;
  severity: Severity;
  message: string;
  /** Where in its document; as far as the place is stated. */
  at: Path;
  kind: string | undefined;
}

/** Registering comes after writing: until then every new prod service lacks its entry. */
const LATER: ReadonlySet<string> = new Set(['catalog/prod-entry']);

/** Whether a file is one that the manifest language reads. */
export function isManifestPath(path: string): boolean {
  return /(^|[/.])heady\.(ya?ml|json)$|(^|\/)\.heady\/.*\.ya?ml$/.test(path);
}

/**
 * Runs the rules of the editor over all manifests that would be written, as if they were.
 *
 * @param uriOf the URI of a path in the workspace folder
 */
export function judgeManifests(
  files: readonly GeneratedFile[],
  facts: CatalogFacts,
  uriOf: (path: string) => string,
): PlannedFinding[] {
  const planned = files
    .filter(({ path }) => isManifestPath(path))
    .map(({ path, bytes }) => ({
      path,
      uri: uriOf(path),
      documents: parseManifest(new TextDecoder().decode(bytes)).documents.map(({ document }) => document),
    }));
  const withThem = new PlannedFacts(facts, planned);
  return planned.flatMap(({ path, uri, documents }) =>
    documents.flatMap((document, index) =>
      lintDocument({ document, at: { uri, index }, facts: withThem })
        .findings.filter(({ rule, suppressed }) => suppressed === undefined && !LATER.has(rule))
        .map(({ rule, severity, message, start }) => ({
          path,
          rule,
          severity,
          message,
          at: pathAt(document, start),
          kind: document.kind,
        })),
    ),
  );
}

/** The path of the innermost value, or key, at an offset. */
function pathAt({ root }: ManifestDocument, offset: number): Path {
  const path: (string | number)[] = [];
  let node: ManifestNode | undefined = root;
  while (node) {
    let next: ManifestNode | undefined;
    if (node.type === 'map') {
      const entry = node.entries.find(
        ({ key, value }) => key.start <= offset && offset <= Math.max(key.end, value.end),
      );
      if (entry) path.push(String(entry.key.value));
      next = entry?.value;
    } else if (node.type === 'sequence') {
      const index = itemsOf(node).findIndex(({ start, end }) => start <= offset && offset <= end);
      if (index >= 0) path.push(index);
      next = itemsOf(node)[index];
    }
    node = next;
  }
  return path;
}
