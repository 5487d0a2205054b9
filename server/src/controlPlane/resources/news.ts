import type { AuditLog } from '../store/auditLog.ts';
import type { CatalogStore, Change } from '../store/catalogStore.ts';
import { AUDIT_URI, entryUri, POLICIES_URI, shelfUri, verticalUri } from './uri.ts';

/** What clients are told of. */
export interface News {
  /** Resources that read differently now. */
  uris: ReadonlySet<string>;
  /** Whether there are others than before. */
  listChanged: boolean;
}

/** Where news come from. */
export interface Watched {
  catalog: Pick<CatalogStore, 'watch'>;
  audit: Pick<AuditLog, 'watch'>;
}

/** Calls back with what anybody changed, on this node or another. Returns how to stop. */
export function watchNews({ catalog, audit }: Watched, listener: (news: News) => void): () => void {
  const stops = [
    catalog.watch((changes) => listener(newsOf(changes))),
    audit.watch(() => listener({ uris: new Set([AUDIT_URI]), listChanged: false })),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function newsOf(changes: readonly Change[]): News {
  const uris = changes.flatMap((change) => [
    shelfUri(change.environment ?? 'none'),
    entryUri(change),
    ...(change.kind === 'Policy' ? [POLICIES_URI] : []),
    ...(change.kind === 'Vertical' ? [verticalUri(change.name)] : []),
    ...(change.recounted ?? []).map(verticalUri),
  ]);
  return {
    uris: new Set(uris),
    listChanged: changes.some(
      ({ version, kind, retired }) => version === 1 || (kind === 'Vertical' && retired),
    ),
  };
}
