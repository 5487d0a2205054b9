import type { AuditLog } from '../store/auditLog.ts';
import type { CatalogStore, Change } from '../store/catalogStore.ts';
import type { PinStore } from '../store/pinStore.ts';
import { AUDIT_URI, entryUri, POLICIES_URI, pinsUri, shelfUri, verticalUri } from './uri.ts';

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
  pins: Pick<PinStore, 'watch'>;
}

/** Calls back with what anybody changed, on this node or another. Returns how to stop. */
export function watchNews({ catalog, audit, pins }: Watched, listener: (news: News) => void): () => void {
  const stops = [
    catalog.watch((changes) => listener(newsOf(changes))),
    audit.watch(() => listener({ uris: new Set([AUDIT_URI]), listChanged: false })),
    pins.watch((servers) => listener({ uris: new Set(servers.map(pinsUri)), listChanged: false })),
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
