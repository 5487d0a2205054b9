import type { Environment } from '../manifest/document.ts';
import type { CatalogEntry, Knowledge } from '../rules/facts.ts';

/**
 * What is known of a control plane. `none`: none is configured, the workspace is the whole catalog (decision 1);
 * `unknown`: configured, never reached; `known`: it answered, however long ago.
 */
export interface ControlPlaneKnowledge {
  readonly reached: 'none' | 'unknown' | 'known';
  /** `unknown` unless reached. @param release of a golden image; otherwise, or if it is not there, the one registered last */
  entry(
    kind: string,
    name: string,
    environment: Environment | undefined,
    release?: string,
  ): Knowledge<CatalogEntry>;
  entries(): Iterable<CatalogEntry>;
  owners(): readonly string[];
  verticals(): readonly string[];
}

/** Without any control plane: what needs one stays unknown. */
export const NO_CONTROL_PLANE: ControlPlaneKnowledge = {
  reached: 'none',
  entry: () => ({ state: 'unknown' }),
  entries: () => [],
  owners: () => [],
  verticals: () => [],
};
