import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { escapePath } from 'tinyglobby';
import { URI } from 'vscode-uri';
import { maySendToken } from '../../catalog/controlPlane/bearerToken.ts';
import { databaseIn } from '../../catalog/controlPlane/process.ts';
import { isOnDisk } from '../../catalog/workspaceLoader.ts';
import { CONTROL_PLANE } from '../../gateway/sources/controlPlane.ts';
import { ENVIRONMENTS, type Environment } from '../../manifest/document.ts';
import { rangeOf } from '../../manifest/file.ts';
import type { DeclaredServer } from '../../protocol/gateway.ts';
import { EMBEDDED, NONE, placeOf } from '../environmentPlaces.ts';
import type { Session } from '../session.ts';
import { serversOfManifests, withClashes } from './declaredServers.ts';
import { WorkspaceMcpJson } from './workspaceMcpJson.ts';

/** How a gateway is told which servers there are. */
export interface StartedWith {
  readonly args: readonly string[];
  /** Variables of its process: what no argument may hold. */
  readonly variables: Readonly<Record<string, string>>;
  /** Equal as long as there is no reason to start it anew. */
  readonly digest: string;
}

/** Knows with what the user is let in at a node of a control plane; undefined: with nothing. */
export type TokenFor = (node: URL) => Promise<string | undefined>;

/** Which servers the editor's gateway serves: of manifests, of `mcp.json`, and the control plane of the environment. */
export class GatewaySources {
  readonly #session: Session;
  readonly #tokenFor: TokenFor;
  readonly #mcpJson: WorkspaceMcpJson;

  constructor(session: Session, tokenFor: TokenFor) {
    this.#session = session;
    this.#tokenFor = tokenFor;
    this.#mcpJson = new WorkspaceMcpJson(session);
  }

  /** Of all environments, by name; those that are left out say why. */
  get declared(): DeclaredServer[] {
    const { catalog } = this.#session.project;
    const servers = [...serversOfManifests(catalog), ...this.#mcpJson.servers, ...this.#controlPlanes()];
    return withClashes(servers).sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
  }

  /** Reads what is not in the catalog. */
  read(): Promise<void> {
    return this.#mcpJson.read();
  }

  /** What a gateway for an environment is started with now. */
  async startedWith(environment: Environment): Promise<StartedWith> {
    const { allowAddresses, quietHours, firstSight, metaToolsAbove } = this.#session.settings.gateway;
    const manifests = this.#manifests();
    const mcpJson = this.#mcpJson.paths;
    const controlPlane = await this.#controlPlaneOf(environment);
    const args = [
      ...['--env', environment],
      ...manifests.flatMap((path) => ['--manifests', escapePath(path)]),
      ...(mcpJson.length > 0 ? mcpJson.flatMap((path) => ['--mcp-json', path]) : ['--no-mcp-json']),
      ...controlPlane.args,
      ...allowAddresses.flatMap((address) => ['--allow-address', address]),
      ...(quietHours === undefined ? [] : ['--quiet-hours', quietHours]),
      ...(firstSight === undefined ? [] : ['--first-sight', firstSight]),
      ...(metaToolsAbove === undefined ? [] : ['--meta-tools-above', `${metaToolsAbove}`]),
    ];
    const variables = { ...controlPlane.variables, ...(await this.#mcpJson.answers()) };
    const hash = createHash('sha256').update(JSON.stringify([args, variables]));
    // Of what is on disk: what is only typed yet is not served.
    for (const path of [...manifests, ...mcpJson])
      hash.update(`\0${path}\0`).update(await readFile(path).catch(() => ''));
    return { args, variables, digest: hash.digest('hex') };
  }

  /** Paths of the manifests that tell of servers. */
  #manifests(): string[] {
    const uris = serversOfManifests(this.#session.project.catalog).flatMap(({ uri }) => uri ?? []);
    return [...new Set(uris.filter(isOnDisk))].map((uri) => URI.parse(uri).fsPath);
  }

  #controlPlanes(): DeclaredServer[] {
    if (!this.#session.settings.gateway.controlPlane) return [];
    const places = ENVIRONMENTS.map((environment) => ({
      environment,
      ...placeOf(this.#session, environment),
    }));
    const embedded = places.filter(({ key }) => key === EMBEDDED).map(({ environment }) => environment);
    const server = { name: CONTROL_PLANE, origin: 'controlPlane' } as const;
    return [
      ...places
        .filter(({ nodes }) => nodes.length > 0)
        .map(
          ({ environment, nodes }): DeclaredServer => ({
            ...server,
            transport: 'http',
            target: nodes.map(({ host }) => host).join(', '),
            environments: [environment],
            ...this.#statedAt(environment),
          }),
        ),
      ...(embedded.length > 0
        ? [{ ...server, transport: 'stdio', target: 'built into Heady', environments: embedded }]
        : []),
    ];
  }

  /** Where the manifest of an environment says where its control plane is; nothing where the settings do. */
  #statedAt(environment: Environment): Pick<DeclaredServer, 'uri' | 'range'> {
    const { project, settings } = this.#session;
    const [manifest] = project.catalog.declarations('Environment', environment);
    if (settings.environments[environment]?.controlPlane !== undefined || !manifest) return {};
    const { uri, index } = manifest.at;
    const placed = project.catalog.workspace.file(uri)?.documents[index];
    return placed
      ? { uri, range: rangeOf(placed, placed.document.place(['spec', 'controlPlane', 'urls'])) }
      : {};
  }

  /**
   * One token goes to all nodes that the user signed in to with it. To others it is not sent, so they are left out: they
   * would answer nothing else than that it is missing.
   */
  async #controlPlaneOf(environment: Environment): Promise<Pick<StartedWith, 'args' | 'variables'>> {
    const { options, settings } = this.#session;
    const { key, nodes } = settings.gateway.controlPlane
      ? placeOf(this.#session, environment)
      : { key: NONE, nodes: [] };
    if (key === NONE) return { args: ['--no-control-plane'], variables: {} };
    if (key === EMBEDDED) {
      const database = databaseIn(options.storagePath ?? '');
      return { args: ['--control-plane', `sqlite:${database}`], variables: {} };
    }
    const tokens = await Promise.all(
      nodes.map(async (node) => (maySendToken(node) ? await this.#tokenFor(node) : undefined)),
    );
    const token = tokens.find((each) => each !== undefined);
    const asked = nodes.filter((_, index) => tokens[index] === token);
    return {
      args: asked.flatMap(({ href }) => ['--control-plane', href]),
      variables: token === undefined ? {} : { HEADY_TOKEN: token },
    };
  }
}
