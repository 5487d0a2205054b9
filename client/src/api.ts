import type { Uri, WorkspaceFolder } from 'vscode';
import type { CatalogSnapshot } from '../../server/src/protocol/catalog.ts';
import type { EnvironmentName } from '../../server/src/protocol.ts';

/** What other extensions can use: `extensions.getExtension('heady-systems.heady').exports`. */
export interface HeadyApi {
  catalog: {
    /** What the catalog view shows; undefined until it was read for the first time. */
    snapshot(): CatalogSnapshot | undefined;
  };
  environment: {
    /** The environment that the folder of the active editor is switched to. */
    readonly current: EnvironmentName;
    /** That of the folder in which something lies; of what lies in none, that of the first folder. */
    of(uri: Uri): EnvironmentName;
    /** @param folders absent: that of the active editor */
    switch(name: EnvironmentName, folders?: readonly WorkspaceFolder[]): Promise<void>;
  };
}
