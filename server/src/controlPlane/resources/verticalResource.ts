import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { packsFor } from '../../impact/packs.ts';
import { effectiveRules } from '../gate/effectiveRules.ts';
import type { ControlPlane } from '../plane.ts';
import type { EntryCount } from '../store/catalogStore.ts';
import { readAll } from '../store/readAll.ts';
import { wireEntry } from '../tools/entry.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { decoded, SHELVES, verticalUri } from './uri.ts';

/** `heady://verticals/{name}`: a vertical with all that decides about its manifests, and how many there are. */
export function registerVerticalResource(
  server: McpServer,
  plane: Pick<ControlPlane, 'store' | 'gate'>,
): void {
  const { catalog } = plane.store;
  const verticals = () => readAll(catalog, { kind: 'Vertical' });
  server.registerResource(
    'vertical',
    new ResourceTemplate('heady://verticals/{name}', {
      list: async () => ({
        resources: (await verticals()).map(({ name, title = name }) => ({
          uri: verticalUri(name),
          name: `vertical-${name}`,
          title,
        })),
      }),
      complete: { name: (value) => verticalsStartingWith(plane, value) },
    }),
    {
      title: 'Vertical',
      description:
        'Its manifest, what decides about its manifests, and how many there are in each environment.',
      mimeType: MIME_TYPE,
    },
    async (uri, { name }) => {
      const found = await readVertical(plane, decoded(String(name)));
      if (!found) throw new ResourceNotFoundError(uri.href);
      return jsonContents(uri, found);
    },
  );
}

/** Names of registered verticals. */
export async function verticalsStartingWith(
  { store }: Pick<ControlPlane, 'store'>,
  value: string,
): Promise<string[]> {
  const names = (await readAll(store.catalog, { kind: 'Vertical' })).map(({ name }) => name);
  return names.filter((name) => name.startsWith(value));
}

/** @returns undefined where none is registered by this name */
export async function readVertical(
  { store, gate }: Pick<ControlPlane, 'store' | 'gate'>,
  name: string | undefined,
) {
  const entry =
    name === undefined
      ? undefined
      : await store.catalog.get({ kind: 'Vertical', name, environment: undefined });
  if (!entry) return undefined;
  const { spec } = entry.manifest as { spec?: { focus?: unknown; terms?: unknown } };
  const packs = packsFor(entry.name, [typeof spec?.focus === 'string' ? spec.focus : '']);
  return {
    entry: wireEntry(entry),
    /** Wording that is watched for besides what is watched for everywhere. */
    terms: Array.isArray(spec?.terms) ? spec.terms : [],
    packs: packs.map(({ id, title, checks, terms }) => ({ id, title, checks, terms })),
    rules: effectiveRules(await gate.governance(), entry.name),
    entries: counted(await store.catalog.count(entry.name)),
  };
}

/** Without the vertical's own manifest. */
function counted(counts: readonly EntryCount[]) {
  const others = counts.filter(({ kind }) => kind !== 'Vertical');
  const sum = (some: readonly EntryCount[]) => some.reduce((total, { count }) => total + count, 0);
  const byEnvironment = SHELVES.map((shelf) => {
    const here = others.filter(({ environment = 'none' }) => environment === shelf);
    const byKind = Object.fromEntries(here.map(({ kind, count }) => [kind, count]));
    return [shelf, { total: sum(here), byKind }] as const;
  });
  return { total: sum(others), byEnvironment: Object.fromEntries(byEnvironment) };
}
