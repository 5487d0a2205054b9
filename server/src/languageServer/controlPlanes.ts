import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ControlPlaneCache } from '../catalog/controlPlaneCache.ts';
import { ControlPlaneClient } from '../catalog/controlPlaneClient.ts';
import { type KnownFacts, NEVER_REACHED } from '../catalog/controlPlaneFacts.ts';
import { joinKnowledge } from '../catalog/environmentKnowledge.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import type { Plain } from '../manifest/tree.ts';
import { type ControlPlaneStatus, Methods } from '../protocol.ts';
import { approved } from './approval.ts';
import type { ControlPlaneSignIns } from './controlPlaneSignIns.ts';
import { EMBEDDED, NONE, type Place, placeOf } from './environmentPlaces.ts';
import { SECRETS_KEY } from './secretsKey.ts';
import type { Session } from './session.ts';

/**
 * The control planes of the environments. Connected to is the one of the environment switched to; of the others stays
 * what was known last.
 */
export class ControlPlanes {
  readonly #session: Session;
  readonly #manifests: () => Promise<readonly Plain[]>;
  readonly #onChange: () => void;
  #place: Place | undefined;
  #client: ControlPlaneClient | undefined;
  /** By place: what those said that are not connected to now. */
  readonly #remembered = new Map<string, KnownFacts>();
  /** Where each environment is registered, to notice that this changed. */
  #layout = '';
  #knowledge: ControlPlaneKnowledge | undefined;
  #told: ControlPlaneStatus | undefined;
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

  /** Of the environment switched to; undefined: it has none. */
  get client(): ControlPlaneClient | undefined {
    return this.#client;
  }

  get status(): ControlPlaneStatus {
    if (!this.#client) return { state: 'disabled' };
    const isOwn = (this.#place?.nodes.length ?? 0) > 0;
    return { ...this.#client.status, ...(isOwn ? { environment: this.#environment } : {}) };
  }

  get knowledge(): ControlPlaneKnowledge {
    this.#knowledge ??= joinKnowledge(this.#current(), (environment) => this.#of(environment), ENVIRONMENTS);
    return this.#knowledge;
  }

  /** Whether what belongs to that environment is registered where this editor is connected to now. */
  serves(environment: Environment): boolean {
    return this.#placeOf(environment).key === this.#place?.key;
  }

  /** ISO time as of which an environment is known that the editor is not connected to now; undefined: it is, or never was. */
  factsAt(environment: Environment): string | undefined {
    const { key } = this.#placeOf(environment);
    return key === this.#place?.key ? undefined : this.#remembered.get(key)?.factsAt;
  }

  /**
   * Connects to where the environment switched to, settings and manifests point by now; nothing happens where that is
   * the same place. What was known of the new place last is known at once.
   */
  async follow(): Promise<void> {
    const places = ENVIRONMENTS.map((environment) => this.#placeOf(environment));
    const place = this.#placeOf(this.#environment);
    const layout = places.map(({ key }) => key).join('\n');
    if (layout === this.#layout && place.key === this.#place?.key) return;
    this.#layout = layout;
    const stays = place.key === this.#place?.key;
    if (!stays) {
      this.#leave();
      this.#place = place;
      this.#client = place.key === NONE ? undefined : this.#clientOf(place);
    }
    this.#changed();
    const recalled = this.#recall(places.filter(({ key }) => key !== place.key));
    if (!stays && this.#client) await this.#start(this.#client, place);
    await recalled;
  }

  async #start(client: ControlPlaneClient, place: Place): Promise<void> {
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

  async restart(): Promise<ControlPlaneStatus> {
    if (this.#client) await this.#client.restart();
    else await this.follow();
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
    (await this.#signIns)?.forget();
    if (this.#place?.nodes.length) await this.#client?.restart();
  }

  /** Leaves no process, timer or listener behind. */
  async dispose(): Promise<void> {
    this.#leave();
    await this.#leaving;
  }

  get #environment(): Environment {
    return this.#session.project.environment ?? 'dev';
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
      const { remoteControlPlane } = await import('../catalog/controlPlaneHttp.ts');
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

  #leave(): void {
    const client = this.#client;
    if (!client || !this.#place) return;
    if (client.known) this.#remembered.set(this.#place.key, client.known);
    this.#client = undefined;
    this.#place = undefined;
    const before = this.#leaving;
    this.#leaving = (async () => {
      await before;
      await client.dispose();
    })();
  }

  #current(): ControlPlaneKnowledge {
    return this.#client ? this.#client.knowledge : NO_CONTROL_PLANE;
  }

  #of(environment: Environment): ControlPlaneKnowledge {
    const { key } = this.#placeOf(environment);
    if (key === this.#place?.key) return this.#current();
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
    this.#onChange();
  }
}
