import type { Catalog } from '../../catalog/catalog.ts';
import { manifestProblem } from '../../gateway/sources/manifests.ts';
import { clashWords } from '../../gateway/sources/offered.ts';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { rangeOf } from '../../manifest/file.ts';
import type { DeclaredServer } from '../../protocol/gateway.ts';

/** The servers that manifests of the workspace tell of, in the order in which the gateway takes them. */
export function serversOfManifests({ workspace }: Catalog): DeclaredServer[] {
  return workspace
    .documentsOf('McpServer')
    .toSorted((a, b) => (a.at.uri === b.at.uri ? a.at.index - b.at.index : a.at.uri < b.at.uri ? -1 : 1))
    .map(({ at, name, document }): DeclaredServer => {
      const stated = (path: string) => document.statedText(['spec', path]);
      const args = document.stated(['spec', 'args']);
      const command = [stated('command'), ...(Array.isArray(args) ? args : [])].filter(Boolean).join(' ');
      const offered = document.stated(['spec', 'environments']);
      const placed = workspace.file(at.uri)?.documents[at.index];
      const start = { line: 0, character: 0 };
      const problem = placed && manifestProblem(placed, at.uri);
      return {
        name,
        origin: 'manifest',
        transport: stated('transport') ?? 'stdio',
        target: stated('url') ?? command,
        environments: Array.isArray(offered)
          ? offered.filter((each) => isEnvironment(each))
          : [...ENVIRONMENTS],
        uri: at.uri,
        range: placed ? rangeOf(placed, placed.document.place(['metadata', 'name'])) : { start, end: start },
        ...(problem ? { problem: problem.reason } : {}),
      };
    });
}

/** Of several with one name in an environment the gateway serves the first: the others say so, there. */
export function withClashes(declared: readonly DeclaredServer[]): DeclaredServer[] {
  const first = new Map<string, DeclaredServer>();
  return declared.flatMap((server) => {
    if (server.problem !== undefined) return [server];
    const { name } = server;
    const free = server.environments.filter((environment) => !first.has(`${environment} ${name}`));
    const taken = server.environments.filter((environment) => !free.includes(environment));
    for (const environment of free) first.set(`${environment} ${name}`, server);
    const [clash] = taken;
    if (clash === undefined) return [server];
    const other = first.get(`${clash} ${name}`);
    const where = other?.uri === server.uri ? 'the same file' : (other?.uri ?? 'the settings');
    const leftOut = { ...server, environments: taken, problem: clashWords(name, where) };
    return free.length > 0 ? [{ ...server, environments: free }, leftOut] : [leftOut];
  });
}
