import type { Catalog } from '../../catalog/catalog.ts';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { rangeOf } from '../../manifest/file.ts';
import type { DeclaredServer } from '../../protocol/gateway.ts';

/** The servers that manifests of the workspace tell of, by name. */
export function declaredServers({ workspace }: Catalog): DeclaredServer[] {
  return workspace
    .documentsOf('McpServer')
    .map(({ at, name, document }): DeclaredServer => {
      const stated = (path: string) => document.statedText(['spec', path]);
      const args = document.stated(['spec', 'args']);
      const command = [stated('command'), ...(Array.isArray(args) ? args : [])].filter(Boolean).join(' ');
      const offered = document.stated(['spec', 'environments']);
      const placed = workspace.file(at.uri)?.documents[at.index];
      const start = { line: 0, character: 0 };
      return {
        name,
        transport: stated('transport') ?? 'stdio',
        target: stated('url') ?? command,
        environments: Array.isArray(offered)
          ? offered.filter((each) => isEnvironment(each))
          : [...ENVIRONMENTS],
        uri: at.uri,
        range: placed ? rangeOf(placed, placed.document.place(['metadata', 'name'])) : { start, end: start },
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
