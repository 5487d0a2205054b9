// Follows, expands, filters and searches a catalog of many entries, by the parts of which the editor's tree is made; prints JSON.
// usage: node treesBench.ts ENTRIES
import { CatalogMirror } from '../../../client/src/catalog/catalogMirror.ts';
import { EntrySearch } from '../../../client/src/catalog/find/entrySearch.ts';
import { CatalogOutline, entryId } from '../../../client/src/catalog/outline/outline.ts';
import { rangesOf } from '../../../client/src/catalog/outline/ranges.ts';
import { Standing } from '../../../client/src/governance/standing.ts';
import { Catalog } from '../../../server/src/catalog/catalog.ts';
import { CatalogLedger } from '../../../server/src/catalog/catalogLedger.ts';
import { ControlPlaneFacts } from '../../../server/src/catalog/controlPlane/facts.ts';
import { mergeCatalog } from '../../../server/src/catalog/merge.ts';
import { atOnce } from '../../../server/src/catalog/slices.ts';
import { WorkspaceIndex } from '../../../server/src/catalog/workspaceIndex.ts';
import { parseManifest } from '../../../server/src/manifest/parse.ts';
import type { CatalogChanges, CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { CatalogEntry } from '../../../server/src/rules/facts.ts';

const ENVIRONMENTS = ['dev', 'test', 'stage', 'prod'] as const;
const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'];
const WORDS = ['billing', 'intake', 'portal', 'ledger', 'search', 'notify', 'export', 'report'];
const NO_FINDINGS = { errors: 0, warnings: 0 };
const PAGE = 5_000;
/** Keystrokes, as a person looks for something. */
const TYPED = [
  'b',
  'bi',
  'bil',
  'bill',
  'billi',
  'billing',
  'billing-00',
  'billing prod',
  'phb4',
  'team-7 ledger',
  'zzz',
];

const count = Number(process.argv[2]);
const entries = Array.from({ length: count }, (_, index) => entryOf(index));
const facts = new ControlPlaneFacts(entries);
const workspace = new WorkspaceIndex();
for (let index = 0; index < 200; index++)
  workspace.set(`file:///w/${index}.heady.yaml`, parseManifest(manifest(index, 0)));
const catalog = new Catalog(workspace, () => facts);
const times: Record<string, number[]> = {};

// What one word typed cost when everything was told: merged, encoded, decoded, and sorted into the tree.
for (let round = 0; round < 5; round++) {
  timed('all at once', () => {
    const items = mergeCatalog(catalog, () => NO_FINDINGS);
    const told = JSON.parse(JSON.stringify(items)) as CatalogItem[];
    new CatalogOutline({ grouping: 'environment', filters: new Set() }, told);
  });
}

const ledger = new CatalogLedger(catalog, () => NO_FINDINGS);
const mirror = new CatalogMirror();
let outline = new CatalogOutline({ grouping: 'environment', filters: new Set() }, []);
let standing = new Standing([]);
timed('first', () => follow('0'));
for (let round = 1; round <= 50; round++) {
  workspace.set('file:///w/7.heady.yaml', parseManifest(manifest(7, round)));
  timed('one change', () => follow(String(round)));
}

timed('expand the root', () => [...outline.services.groups]);
for (const group of outline.services.groups.values())
  timed('expand an environment', () => [...group.groups.keys()].sort());
const largest = new CatalogOutline({ grouping: 'sensitivity', filters: new Set() }, mirror.items);
for (const group of largest.services.groups.values())
  for (const inner of group.groups.values()) {
    timed('expand the largest group', () => rangesOf({ start: 0, end: inner.entries.length }));
    timed('expand a range', () => {
      const [first] = rangesOf({ start: 0, end: inner.entries.length });
      const rows = inner.entries.slice(first?.start, first?.end);
      return rows.map((_, index) => entryId(inner.entries, index));
    });
  }
for (const grouping of ['vertical', 'owner', 'sensitivity', 'environment'] as const) {
  timed('group', () => {
    outline = new CatalogOutline({ grouping, filters: new Set() }, mirror.items);
  });
  timed('filter', () => {
    outline = new CatalogOutline({ grouping, filters: new Set(['drifted', 'unowned']) }, mirror.items);
  });
}
timed('governance', () => {
  standing = new Standing(mirror.items);
});
const search = timed('find: open', () => new EntrySearch(mirror.items));
for (const text of TYPED) timed('find: a keystroke', () => search.find(text, 100));

console.log(
  JSON.stringify({
    entries: mirror.items.length,
    counted: outline.counts.known + standing.prod.keeps,
    times,
  }),
);

function follow(stamp: string): void {
  atOnce(ledger.update(stamp));
  for (let hasMore = true; hasMore; ) {
    const page = ledger.changes(mirror.cursor, PAGE);
    const told = JSON.parse(JSON.stringify(page)) as CatalogChanges;
    const changes = mirror.apply(told);
    outline.apply(changes);
    standing.apply(changes);
    hasMore = told.hasMore;
  }
}

function timed<T>(what: string, work: () => T): T {
  const started = performance.now();
  const result = work();
  times[what] ??= [];
  times[what].push(performance.now() - started);
  return result;
}

function nameOf(index: number): {
  name: string;
  environment: (typeof ENVIRONMENTS)[number];
  vertical: string;
} {
  const environment = ENVIRONMENTS[index % 4] ?? 'dev';
  const vertical = `v${index % 40}`;
  const number = String((index * 7919) % count).padStart(6, '0');
  return {
    name: `${environment}-${vertical}-${WORDS[index % WORDS.length]}-${number}`,
    environment,
    vertical,
  };
}

function entryOf(index: number): CatalogEntry {
  const { name, environment, vertical } = nameOf(index);
  const tags = {
    Owner: `team-${index % 300}`,
    Vertical: vertical,
    DataSensitivity: SENSITIVITIES[index % 4] ?? 'internal',
  };
  const metadata = { name, description: 'A service of the organisation, as long as such texts are.', tags };
  const spec = { environment, plane: 'app', runtime: 'docker' };
  return {
    kind: 'Service',
    name,
    environment,
    version: 1,
    registeredAt: '2026-01-01T00:00:00Z',
    manifest: { apiVersion: 'heady.systems/v1', kind: 'Service', metadata, spec },
  };
}

/** The manifest of one of the entries, which another team may have taken over. */
function manifest(index: number, takenOver: number): string {
  const { manifest: registered } = entryOf(index);
  const { metadata, ...rest } = registered as { metadata: { tags: object } };
  const tags = { ...metadata.tags, ...(takenOver > 0 ? { Owner: `team-${300 + takenOver}` } : {}) };
  return JSON.stringify({ ...rest, metadata: { ...metadata, tags } }, null, 2);
}
