import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { Auditor } from '../audit/auditor.ts';
import { rulesGate } from '../gate/rulesGate.ts';
import { type OpenedStore, openStore } from '../openStore.ts';
import { KeyRing } from '../secrets/keyRing.ts';
import { Vault } from '../secrets/vault.ts';
import { controlPlaneServer } from '../server.ts';
import { ProjectTemplates } from '../templates/projectTemplates.ts';
import { service, vertical } from '../testing.ts';
import { Approvals } from './approval.ts';
import type { Guard } from './guard.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Principal } from './principal.ts';
import { MemoryQuotas } from './rateLimiter.ts';

/** What a person answers where approval is asked for. */
type Answer = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, boolean> };

/** A control plane with a store of its own, which whoever is told to connects to. */
export class GuardedPlane implements AsyncDisposable {
  readonly #folder: string;
  readonly store: OpenedStore;

  constructor(folder: string, store: OpenedStore) {
    this.#folder = folder;
    this.store = store;
  }

  /** One with a vertical, and a service in each environment that can be promoted to the next. */
  static async open(): Promise<GuardedPlane> {
    const folder = mkdtempSync(join(tmpdir(), 'heady-access-'));
    const plane = new GuardedPlane(folder, await openStore(`sqlite:${join(folder, 'catalog.db')}`, () => {}));
    const admin = await plane.connect({ subject: 'admin', roles: ['admin'] });
    // Approval to promote is only asked for where nothing else stands in the way.
    const promotable = ['dev-health-totest', 'test-health-tostage', 'stage-health-toprod'].map((name) =>
      service(name),
    );
    for (const manifest of [vertical('health'), ...promotable])
      await admin.callTool({ name: 'catalog_register', arguments: { manifest } });
    return plane;
  }

  /** @param answer what is answered where approval is asked for; without it the client cannot be asked */
  async connect(principal: Principal, answer?: (message: string) => Answer, limits = DEFAULT_LIMITS) {
    const capabilities = answer ? { elicitation: {} } : {};
    const client = new Client(
      { name: 'test', version: '1' },
      { capabilities, versionNegotiation: { mode: 'legacy' } },
    );
    if (answer) client.setRequestHandler('elicitation/create', ({ params }) => answer(params.message));
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await controlPlaneServer(this.parts(principal, limits), 'subscribed').connect(theirs);
    await client.connect(ours);
    return client;
  }

  /** What a server for that principal is made of. */
  parts(principal: Principal, limits = DEFAULT_LIMITS) {
    const identify = () => principal;
    const { store } = this;
    const guard: Guard = {
      identify,
      auditor: new Auditor(store.audit, 'node-1'),
      approvals: new Approvals(new Uint8Array(32), identify),
      quotas: new MemoryQuotas(),
      limits,
      observe: () => {},
    };
    const vault = new Vault(store.secrets, new KeyRing(['k'.repeat(32)]));
    const projectTemplates = new ProjectTemplates(
      fileURLToPath(new URL('../../../../templates', import.meta.url)),
    );
    return { store, vault, gate: rulesGate(store.catalog), guard, projectTemplates };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/** Arguments that promote a service of `GuardedPlane.open`. */
export function promotion(from: string, to: string) {
  return { kind: 'Service', name: `${from}-health-to${to}`, to, ifVersion: 1 };
}
