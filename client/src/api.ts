import type { CatalogSnapshot, EnvironmentName } from '../../server/src/protocol.ts';

/** What other extensions can use: `extensions.getExtension('heady-systems.heady').exports`. */
export interface HeadyApi {
  catalog: {
    /** What the catalog view shows; undefined until it was read for the first time. */
    snapshot(): CatalogSnapshot | undefined;
  };
  environment: {
    /** The environment the workspace is switched to. */
    readonly current: EnvironmentName;
    switch(name: EnvironmentName): Promise<void>;
  };
}
