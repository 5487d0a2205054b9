import type { EnvironmentName, Range } from '../protocol.ts';
import type { ControlPlaneNews } from './controlPlane.ts';
import type { EnvironmentGuard } from './environments.ts';
import type { ProdVerdict } from './governance.ts';

/**
 * Where an entry is known: `synced` in manifest and control plane alike; `drifted` in both, differing;
 * `local` in the workspace, not registered; `remote` registered, no manifest here; `unknown` in the workspace
 * while nobody can say whether it is registered.
 */
export type CatalogState = 'synced' | 'drifted' | 'local' | 'remote' | 'unknown';

/** A thing of the catalog, merged from its manifest and its control-plane entry. */
export interface CatalogItem {
  kind: string;
  name: string;
  environment?: EnvironmentName;
  vertical?: string;
  owner?: string;
  sensitivity?: string;
  title?: string;
  description?: string;
  state: CatalogState;
  /** Dotted fields that differ, where `state` is `drifted`. */
  drift?: string[];
  /** Where the manifest says its name; absent for `remote`. */
  uri?: string;
  range?: Range;
  /** Worst findings of the manifest. */
  errors: number;
  warnings: number;
  /** Version and time of the registered entry. */
  version?: number;
  registeredAt?: string;
  /** Of a service in prod, or in stage on its way there. */
  prod?: ProdVerdict;
}

export interface CatalogSnapshot extends CatalogCircumstances {
  items: CatalogItem[];
}

/** As of when and how far what is told of the catalog is true. */
export interface CatalogCircumstances extends ControlPlaneNews {
  /** The workspace is still being read: what is missing may yet appear. */
  indexing: boolean;
  /** What stands between a slip and each environment. */
  guards: { [name in EnvironmentName]: EnvironmentGuard };
  /** Files that could not be read, with the reason. */
  unreadable: { uri: string; reason: string }[];
  /** URIs of workspace folders that are no folders of this disk: of their manifests only open ones are seen. */
  virtualFolders: string[];
}

export interface CatalogChangesParams {
  /** `cursor` of the answer before; absent: from the beginning. */
  since?: string;
}

/** What changed in the catalog, a page of it. */
export interface CatalogChanges extends CatalogCircumstances {
  /** What was known before holds no more: this begins anew. */
  isAnew: boolean;
  /** Added or changed, under numbers that stay theirs. */
  changed: [id: number, item: CatalogItem][];
  removed: number[];
  /** Where to go on from. */
  cursor: string;
  /** There is more already. */
  hasMore: boolean;
}
