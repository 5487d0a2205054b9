import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ControlPlaneCache } from '../catalog/controlPlane/cache.ts';
import { ControlPlaneClient } from '../catalog/controlPlane/client.ts';
import { type KnownFacts, NEVER_REACHED } from '../catalog/controlPlane/facts.ts';
import { joinKnowledge } from '../catalog/environmentKnowledge.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import type { Plain } from '../manifest/tree.ts';
import type { ControlPlaneNews, ControlPlaneStatus, ControlPlaneStatuses } from '../protocol/controlPlane.ts';
import { Methods } from '../protocol.ts';
import { approved } from './approval.ts';
import type { ControlPlaneSignIns } from './controlPlaneSignIns.ts';
import { EMBEDDED, homeOf, NONE, type Place, placeOf } from './environmentPlaces.ts';
import { SECRETS_KEY } from './secretsKey.ts';
import type { Session } from './session.ts';

/** A place that is followed: a control plane that is connected to, or that there is none. */
interface Connection {
  readonly place: Place;
  readonly client: ControlPlaneClient | undefined;
  /** Resolves when the first attempt to connect has come out one way or the other. */
  started: Promise<void>;
}

/**
 * The control planes of the environments. Connected to are those of the environments that folders are switched to, and
 * those that were visited since; of the others stays what was known last.
 */
export class ControlPlanes {
  readonly #session: Session;
  readonly #manifests: () => Promise<readonly Plain[]>;
  readonly #onChange: () => void;
  /** By place. */
  readonly #connections = new Map<string, Connection>();
  /** Where each environment was registered when that was looked at last. */
  readonly #followed = new Map<Environment, Place>();
  /** What a promotion leads from or to beside them, until a folder is switched. */
  readonly #visited = new Set<Environment>();
  /** By place: what those said that are not connected to now. */
  readonly #remembered = new Map<string, KnownFacts>();
  /** Where each environment and each folder is registered, to notice that this changed. */
  #layout = '';
  #knowledge: ControlPlaneKnowledge | undefined;
  #told: ControlPlaneStatus | undefined;
  #toldOfAll: ControlPlaneNews | undefined;
  #leaving: Promise<void> = Promise.resolve();
  #signIns: Promise<ControlPlaneSignIns> | undefined;
  /** Told when what lets the user in was renewed. */
  onRenewed: () => void = () => {};

  /**
   * @param manifests what a fresh catalog of the embedded one starts from
   * @param onChange called after each change of status or knowledge
   */
  constructor(session: Session, manifests: () => Promise<readonly Plain[]>, onChange: () => void) {
    this.#session = session;
    this.#manifests = manifests;
    this.#onChange = onChange;
  }

  /** Of the window's environment; undefined: it has none. */
  get client(): ControlPlaneClient | undefined {
    return this.clientOf(this.#environment);
  }

  /** Of that environment; undefined: it has none, or the editor is not connected to it. */
  clientOf(environment: Environment): ControlPlaneClient | undefined {
    return this.#connections.get(this.#placeOf(environment).key)?.client;
  }

  /** Of the window's environment. */
  get status(): ControlPlaneStatus {
    return this.statusOf(this.#environment) ?? { state: 'disabled' };
  }

  /** Of that environment; undefined: the editor is not connected to it. */
  statusOf(environment: Environment): ControlPlaneStatus | undefined {
    const place = this.#followed.get(environment);
    const connection = place && this.#connections.get(place.key);
    if (!connection) return undefined;
    if (!connection.client) return { state: 'disabled' };
    return { ...connection.client.status, ...(place.nodes.length > 0 ? { environment } : {}) };
  }

  /** Of all environments that are connected to. */
  get statuses(): ControlPlaneStatuses {
    return Object.fromEntries(
      ENVIRONMENTS.flatMap((environment) => {
        const status = this.statusOf(environment);
        return status ? [[environment, status]] : [];
      }),
    );
  }

  get knowledge(): ControlPlaneKnowledge {
    const homeless = (kind: string, name: string) => this.#of(homeOf(this.#session.project, kind, name));
    this.#knowledge ??= joinKnowledge(
      this.#of(this.#environment),
      (environment) => this.#of(environment),
      ENVIRONMENTS,
      homeless,
    );
    return this.#knowledge;
  }

  /** Whether what belongs to that environment is registered where this editor is connected to now. */
  serves(environment: Environment): boolean {
    return this.#connections.has(this.#placeOf(environment).key);
  }

  /**
   * Connects to the control plane of an environment that no folder is switched to, where it is not connected to already.
   * It stays so until a folder is switched.
   *
   * @returns once the first attempt has come out; undefined: the environment has none
   */
  async visit(environment: Environment): Promise<ControlPlaneClient | undefined> {
    if (!this.serves(environment)) {
      this.#visited.add(environment);
      void this.follow();
    }
    const connection = this.#connections.get(this.#placeOf(environment).key);
    await connection?.started;
    return connection?.client;
  }

  /** Whether two environments are registered at the same place. */
  areTogether(one: Environment, other: Environment): boolean {
    return this.#placeOf(one).key === this.#placeOf(other).key;
  }

  /** Who was visited is left with the next `follow`. */
  leaveVisited(): void {
    this.#visited.clear();
  }

  /** ISO time as of which an environment is known that the editor is not connected to now; undefined: it is, or never was. */
  factsAt(environment: Environment): string | undefined {
    const { key } = this.#placeOf(environment);
    return this.#connections.has(key) ? undefined : this.#remembered.get(key)?.factsAt;
  }

  /**
   * Connects to where the environments of the folders, settings and manifests point by now; nothing happens where that
   * are the same places. What was known of a new place last is known at once.
   */
  async follow(): Promise<void> {
    const { environments } = this.#session.project;
    for (const environment of ENVIRONMENTS) this.#followed.set(environment, this.#placeOf(environment));
    const places = [...this.#followed.values()];
    const wanted = [...environments.inUse, ...this.#visited].map((environment) => this.#placeOf(environment));
    const folders = [this.#environment, ...environments.folders.map((folder) => environments.of(folder))];
    const layout = [...places, ...folders.map((environment) => this.#placeOf(environment)), ...wanted]
      .map(({ key }) => key)
      .join('\n');
    if (layout === this.#layout) return;
    this.#layout = layout;
    this.#leaveOthers(new Set(wanted.map(({ key }) => key)));
    const fresh = wanted.filter(({ key }) => !this.#connections.has(key));
    const connections = new Set(fresh.map((place) => this.#connect(place)));
    for (const connection of connections) connection.started = this.#start(connection);
    this.#changed();
    const recalled = this.#recall(places.filter(({ key }) => !this.#connections.has(key)));
    await Promise.all([...connections].map(({ started }) => started));
    await recalled;
  }

  /** Of several environments one may have the same place. */
  #connect(place: Place): Connection {
    const known = this.#connections.get(place.key);
    if (known) return known;
    const client = place.key === NONE ? undefined : this.#clientOf(place);
    const connection: Connection = { place, client, started: Promise.resolve() };
    this.#connections.set(place.key, connection);
    return connection;
  }

  async #start({ client, place }: Connection): Promise<void> {
    if (!client) return;
    client.onChange(() => this.#changed());
    // Told before it starts: until a fresh catalog is seeded, nothing is known to be absent.
    if (place.key === EMBEDDED) await client.seed(this.#manifests);
    await client.start();
  }

  /** Reads what was known of places when the editor was last connected to them. */
  async #recall(places: readonly Place[]): Promise<void> {
    for (const place of places) {
      if (place.key === NONE || this.#remembered.has(place.key)) continue;
      const known = await this.#cacheOf(place)?.read();
      if (!known || this.#remembered.has(place.key)) continue;
      this.#remembered.set(place.key, known);
      this.#changed();
    }
  }

  /** Starts all that are connected to anew. */
  async restart(): Promise<ControlPlaneStatus> {
    if (this.#connections.size === 0) await this.follow();
    else await Promise.all([...this.#connections.values()].map(({ client }) => client?.restart()));
    return this.status;
  }

  /** What the user got by signing in. */
  signIns(): Promise<ControlPlaneSignIns> {
    this.#signIns ??= (async () => {
      // What knows OAuth is heavy: an editor that opens must not wait for it.
      const { ControlPlaneSignIns } = await import('./controlPlaneSignIns.ts');
      return new ControlPlaneSignIns(this.#session, () => this.onRenewed());
    })();
    return this.#signIns;
  }

  /** What lets the user in at a node, as long as it is not over; undefined: they did not sign in there. */
  async tokenFor(node: URL): Promise<string | undefined> {
    const credential = await (await this.signIns()).credentialFor(node);
    return await credential.token();
  }

  /** Somebody signed in or out: connects anew with what there is now. */
  async tokensChanged(): Promise<void> {
    const forgotten = this.#signIns?.then((signIns) => signIns.forget());
    const restart = async ({ client }: Connection) => {
      await forgotten;
      await client?.restart();
    };
    const away = [...this.#connections.values()].filter(({ place }) => place.nodes.length > 0);
    for (const connection of away) connection.started = restart(connection);
    await Promise.all(away.map(({ started }) => started));
  }

  /** Leaves no process, timer or listener behind. */
  async dispose(): Promise<void> {
    this.#leaveOthers(new Set());
    await this.#leaving;
  }

  get #environment(): Environment {
    return this.#session.project.environments.window;
  }

  #placeOf(environment: Environment): Place {
    return placeOf(this.#session, environment);
  }

  #clientOf(place: Place): ControlPlaneClient {
    const { options, connection } = this.#session;
    const common = {
      known: this.#remembered.get(place.key),
      cache: this.#cacheOf(place),
      approve: (message: string) => approved(connection, message),
    };
    if (place.nodes.length === 0) {
      const { storagePath = '' } = options;
      const log = (line: string) => connection.console.info(`control plane: ${line}`);
      return new ControlPlaneClient({ storagePath, secretsKey: SECRETS_KEY, log, ...common });
    }
    const makeLink = place.nodes.map((url) => async () => {
      const { remoteControlPlane } = await import('../catalog/controlPlane/http.ts');
      return await remoteControlPlane(url, await (await this.signIns()).credentialFor(url))();
    });
    return new ControlPlaneClient({ makeLink, ...common });
  }

  #cacheOf({ key }: Place): ControlPlaneCache | undefined {
    const { cachePath, storagePath } = this.#session.options;
    if (!cachePath) return undefined;
    const name = key === EMBEDDED ? `${key} ${storagePath}` : key;
    return new ControlPlaneCache(join(cachePath, 'controlPlanes'), name);
  }

  #leaveOthers(wanted: ReadonlySet<string>): void {
    for (const [key, { client }] of this.#connections) {
      if (wanted.has(key)) continue;
      this.#connections.delete(key);
      if (!client) continue;
      if (client.known) this.#remembered.set(key, client.known);
      const before = this.#leaving;
      this.#leaving = (async () => {
        await before;
        await client.dispose();
      })();
    }
  }

  #of(environment: Environment): ControlPlaneKnowledge {
    const { key } = this.#placeOf(environment);
    const client = this.#connections.get(key)?.client;
    if (client) return client.knowledge;
    if (key === NONE) return NO_CONTROL_PLANE;
    return this.#remembered.get(key)?.facts ?? NEVER_REACHED;
  }

  #changed(): void {
    const { project, connection } = this.#session;
    this.#knowledge = undefined;
    project.controlPlaneVersion++;
    if (!isDeepStrictEqual(this.#told, this.status)) {
      this.#told = this.status;
      void connection.sendNotification(Methods.controlPlaneStatus, this.#told);
    }
    const news = { controlPlane: this.status, controlPlanes: this.statuses };
    if (!isDeepStrictEqual(this.#toldOfAll, news)) {
      this.#toldOfAll = news;
      void connection.sendNotification(Methods.controlPlanes, news);
    }
    this.#onChange();
  }
}
