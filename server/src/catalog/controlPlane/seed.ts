import type { Plain } from '../../manifest/tree.ts';
import { CallError } from './answers.ts';
import type { ControlPlaneConnection } from './connection.ts';

/** What judges others comes first, so that the gate knows it. */
const FIRST = ['Policy', 'Vertical', 'Environment'];

/** Registrations under way at a time. */
const AT_A_TIME = 8;

/** What a fresh catalog starts from; registered once, where nothing ever was. */
export class Seed {
  #manifests: (() => Promise<readonly Plain[]>) | undefined;
  #isUnderWay = false;

  /** @param manifests asked for only where they are needed */
  plan(manifests: () => Promise<readonly Plain[]>): void {
    this.#manifests = manifests;
  }

  /**
   * Registers what is planned unless something was ever registered.
   *
   * @param revision the catalog's; 0: nothing ever was
   * @returns whether anything may have been registered
   * @throws where the connection breaks; the next one carries on
   */
  async sow(connection: ControlPlaneConnection, revision: number): Promise<boolean> {
    if (!this.#manifests || (revision > 0 && !this.#isUnderWay)) return false;
    const manifests = await this.#manifests();
    if (manifests.length === 0) return false;
    // Until it is through, a connection that breaks leaves it to the next.
    this.#isUnderWay = true;
    await registerAll(connection, manifests);
    this.#isUnderWay = false;
    this.#manifests = undefined;
    return true;
  }
}

/**
 * Registers the manifests that a fresh catalog starts from. What the gate refuses stays out, as does what another
 * window registered meanwhile: each must not exist yet, so two windows that seed at once seed as one.
 */
async function registerAll(connection: ControlPlaneConnection, manifests: readonly Plain[]): Promise<void> {
  const waiting = [...manifests];
  for (const kind of FIRST) {
    const governing = waiting.filter((manifest) => kindOf(manifest) === kind);
    for (const manifest of governing) await register(connection, manifest);
  }
  const others = waiting.filter((manifest) => !FIRST.includes(kindOf(manifest)));
  const next = async (): Promise<void> => {
    for (let manifest = others.pop(); manifest !== undefined; manifest = others.pop()) {
      await register(connection, manifest);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, next));
}

async function register(connection: ControlPlaneConnection, manifest: Plain): Promise<void> {
  if (!kindOf(manifest)) return;
  try {
    await connection.register(manifest, { ifVersion: 0, source: 'workspace' });
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
  }
}

/** Empty where it has none: then it is nothing to register. */
function kindOf(manifest: Plain): string {
  const kind = (manifest as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' ? kind : '';
}
