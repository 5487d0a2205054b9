import { isEnvironment } from '../../../manifest/environment.ts';
import type { Change, EntryCount, EntryDraft, EntryKey, EntryVersion, StoredEntry } from '../catalogStore.ts';
import type { Row } from '../cursor.ts';
import type { SqlRow } from './sql.ts';
import { optional, storable } from './values.ts';

export function keyValues({ kind, name, environment, release }: EntryKey): Row {
  return [storable(kind), storable(name), environment ?? '', storable(release ?? '')];
}

/** @param row of catalog_entry with manifest and actor of its version */
export function entryOf(row: SqlRow): StoredEntry {
  return {
    ...keyOf(row),
    manifest: JSON.parse(String(row.manifest)),
    version: Number(row.version),
    registeredAt: String(row.registered_at),
    revision: Number(row.revision),
    tags: JSON.parse(String(row.tags)),
    ...optional('title', row.title),
    ...optional('vertical', row.vertical),
    ...optional('owner', row.owner),
    ...optional('sensitivity', row.sensitivity),
    ...optional('actor', row.actor),
    ...optional('source', row.source),
    ...optional('retiredAt', row.retired_at),
  };
}

export function versionOf(row: SqlRow): EntryVersion {
  return {
    version: Number(row.version),
    manifest: JSON.parse(String(row.manifest)),
    registeredAt: String(row.registered_at),
    ...optional('actor', row.actor),
    ...optional('source', row.source),
    ...(row.retired ? { retired: true } : {}),
  };
}

export function changeOf(row: SqlRow): Change {
  return {
    ...keyOf(row),
    revision: Number(row.seq),
    version: Number(row.version),
    ...(row.retired ? { retired: true } : {}),
    ...(row.recounted === '[]' ? {} : { recounted: JSON.parse(String(row.recounted)) }),
  };
}

export function countOf(row: SqlRow): EntryCount {
  const environment = isEnvironment(row.environment) ? row.environment : undefined;
  return {
    kind: String(row.kind),
    environment,
    ...optional('vertical', row.vertical),
    count: Number(row.count),
  };
}

/** Lower case here, for more than ASCII. Parts are kept apart, so that no match spans two of them. */
export function searchText({ name, title, owner, vertical, manifest }: EntryDraft): string {
  const description = (manifest as { metadata?: { description?: unknown } } | null)?.metadata?.description;
  return storable(
    [name, title, owner, vertical, description]
      .filter((part) => typeof part === 'string')
      .join('\n')
      .toLowerCase(),
  );
}

function keyOf(row: SqlRow): EntryKey {
  const environment = isEnvironment(row.environment) ? row.environment : undefined;
  const release = row.release === '' ? undefined : row.release;
  return { kind: String(row.kind), name: String(row.name), environment, ...optional('release', release) };
}
