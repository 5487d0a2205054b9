import { Catalog } from '../../catalog/catalog.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { formatWrittenPath, itemsOf, type ManifestNode, type Path, type Span } from '../../manifest/tree.ts';
import { lintDocument } from '../../rules/lint.ts';
import { entryUri } from '../resources/uri.ts';
import type { CatalogStore } from '../store/catalogStore.ts';
import type { Gate, GateFinding } from './gate.ts';
import { Governance } from './governance.ts';

/** Registering is what mends these. */
const MENDED_BY_REGISTERING = new Set(['catalog/prod-entry', 'catalog/drift']);

/** What a document refers to may be registered after it. */
const MENDED_LATER = new Set(['catalog/unknown-reference']);

/** The gate of the editor's own rules, under the policies and verticals that are registered: errors refuse. */
export function rulesGate(store: CatalogStore): Gate {
  const governance = new Governance(store);
  return async (document) => {
    const facts = new Catalog(await governance.latest());
    const { findings } = lintDocument({ document, at: { uri: uriOf(document), index: 0 }, facts });
    return findings
      .filter(
        ({ severity, suppressed, rule }) =>
          severity === 'error' &&
          suppressed === undefined &&
          !MENDED_BY_REGISTERING.has(rule) &&
          !MENDED_LATER.has(rule),
      )
      .map((finding): GateFinding => {
        const path = formatWrittenPath(document.root, pathAt(document.root, finding));
        return { rule: finding.rule, message: finding.message, ...(path ? { path } : {}) };
      });
  };
}

/** The place in the catalog that the document would take, so that it is no duplicate of its own earlier version. */
function uriOf(document: ManifestDocument): string {
  const { kind = '', name = '' } = document;
  return entryUri({ kind, name, environment: environmentOf(document) });
}

/** The path of the innermost entry or item that holds a place. */
function pathAt(node: ManifestNode | undefined, place: Span, path: Path = []): Path {
  if (node?.type === 'map') {
    const entry = node.entries.find(({ key, value }) => holds({ start: key.start, end: value.end }, place));
    return entry ? pathAt(entry.value, place, [...path, String(entry.key.value)]) : path;
  }
  const items = itemsOf(node);
  const index = items.findIndex((item) => holds(item, place));
  return index < 0 ? path : pathAt(items[index], place, [...path, index]);
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
