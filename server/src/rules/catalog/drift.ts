import type { ManifestDocument } from '../../manifest/document.ts';
import { setValue } from '../../manifest/edits.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { replaceItems } from '../../manifest/listEdits.ts';
import { releaseOf } from '../../manifest/release.ts';
import { removeEntry } from '../../manifest/removeEdits.ts';
import { formatPath, type Path, type Plain, plainAt } from '../../manifest/tree.ts';
import type { CatalogEntry, CatalogFacts } from '../facts.ts';
import { shown } from '../fix.ts';
import type { Edit, Fix, Rule, RuleContext } from '../rule.ts';
import { differencesFrom } from './differences.ts';
import { excerpts } from './excerpts.ts';

/** More fields than these are counted, not shown. */
const MOST_SHOWN = 5;

/** Of a value no more is shown. In UTF-16 units. */
const MAX_VALUE = 60;

const VERSION = ['spec', 'version'];

export const drift: Rule = {
  id: 'catalog/drift',
  summary: 'A manifest says what is registered of it in the catalog.',
  severity: 'info',
  raised: false,
  needsCatalog: true,
  *check(context) {
    const found = driftIn(context);
    if (!found) return;
    const { document } = context;
    const rows = found.fields.map((path) => {
      const [here, there] = [plainAt(document.value, path), plainAt(found.entry.manifest, path)];
      const sides = excerpts(jsonOf(here), jsonOf(there), MAX_VALUE);
      return `"${formatPath(path)}" (here ${sides.from ?? 'nothing'}, there ${sides.to ?? 'nothing'})`;
    });
    const rest = rows.length - MOST_SHOWN;
    const more = rest > 0 ? ` and ${rest} more` : '';
    yield {
      ...document.place(['metadata', 'name']),
      message: `Version ${found.entry.version} in the catalog differs in ${rows.slice(0, MOST_SHOWN).join(', ')}${more}.`,
    };
  },
  fixes(_finding, context) {
    const found = driftIn(context);
    const { kind, name } = context.document;
    if (!found || !kind || !name) return [];
    const register = { id: 'register', kind, name } as const;
    return [
      { title: `Register ${name} as it is here`, isPreferred: false, edits: [], command: register },
      ...takeCatalogsSide(found, context),
    ];
  },
};

interface Drift {
  entry: CatalogEntry;
  fields: readonly Path[];
}

/** Where the document differs from its entry; undefined where it does not, or there is none. */
function driftIn({ document, facts }: RuleContext): Drift | undefined {
  const kind = document.statedText(['kind']);
  const name = document.statedText(['metadata', 'name']);
  // What is missing from a text that could not be read whole is no difference.
  if (!kind || !name || document.broken) return undefined;
  const answer = facts.entry(kind, name, environmentOf(document), releaseOf(document));
  if (answer.state !== 'known') return undefined;
  const { value: entry } = answer;
  const fields = differencesFrom(entry, document);
  return fields.length === 0 || isOfOtherVersion(entry, document, facts) ? undefined : { entry, fields };
}

/** Another version of a golden image is registered, one that the workspace has as well: that is no drift. */
function isOfOtherVersion(
  { kind, name, manifest }: CatalogEntry,
  document: ManifestDocument,
  facts: CatalogFacts,
): boolean {
  const registered = plainAt(manifest, VERSION);
  if (kind !== 'GoldenImage' || document.stated(VERSION) === registered) return false;
  return facts.declarations(kind, name).some((image) => image.document.stated(VERSION) === registered);
}

/** Writes the entry's values into the manifest, all at once and field by field, where an edit can. */
function takeCatalogsSide({ entry, fields }: Drift, { document, at }: RuleContext): Fix[] {
  const changes = editsTowards(entry.manifest, document, fields);
  const single = changes.map(({ path, value, edit }): Fix => {
    const field = `"${formatPath(path)}"`;
    const title = value === undefined ? `Remove ${field}` : `Set ${field} to ${shown(value)}`;
    return {
      title: `${title}, as in the catalog`,
      isPreferred: false,
      edits: [{ at, edits: [edit] }],
      ...(fields.length > 1 ? { isPartial: true } : {}),
    };
  });
  const edits = changes.map(({ edit }) => edit);
  if (fields.length === 1 || edits.length < fields.length || overlap(edits)) return single;
  const title = `Take all ${fields.length} fields from the catalog`;
  return [{ title, isPreferred: false, edits: [{ at, edits }] }, ...single];
}

/** Edits by which fields of a document say what a registered manifest says, where an edit can. */
export function editsTowards(
  registered: Plain,
  document: ManifestDocument,
  fields: readonly Path[],
): { path: Path; value: Plain | undefined; edit: Edit }[] {
  return fields.flatMap((path) => {
    const value = plainAt(registered, path);
    const edit = value === undefined ? removeEntry(document, path) : writeValue(document, path, value);
    return edit ? [{ path, value, edit }] : [];
  });
}

function writeValue(document: ManifestDocument, path: Path, value: Plain): Edit | undefined {
  const edit = setValue(document, path, value);
  return edit ?? (Array.isArray(value) ? replaceItems(document, path, value) : undefined);
}

export function overlap(edits: readonly Edit[]): boolean {
  const inOrder = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return inOrder.some((edit, index) => edit.start < (inOrder[index - 1]?.end ?? 0));
}

function jsonOf(value: Plain | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
