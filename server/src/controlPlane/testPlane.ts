import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { type CallToolResult, InMemoryTransport } from '@modelcontextprotocol/server';
import { Approvals } from './access/approval.ts';
import type { Guard } from './access/guard.ts';
import { DEFAULT_LIMITS } from './access/limits.ts';
import type { Principal } from './access/principal.ts';
import { MemoryQuotas } from './access/rateLimiter.ts';
import type { Role } from './access/roles.ts';
import { Auditor } from './audit/auditor.ts';
import { rulesGate } from './gate/rulesGate.ts';
import { openStore } from './openStore.ts';
import type { ControlPlane } from './plane.ts';
import { KeyRing } from './secrets/keyRing.ts';
import { Vault } from './secrets/vault.ts';
import { controlPlaneServer } from './server.ts';
import type { Store } from './store/store.ts';

/** What a person answers where approval is asked for. */
type Answer = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, boolean> };

interface Connecting {
  /** What the person at the client answers; absent: it cannot be asked. */
  answer?: (message: string) => Answer;
  /** Parts of the control plane that are others for this client. */
  parts?: Partial<ControlPlane>;
  limits?: Guard['limits'];
}

/** A control plane of one test file, to which real MCP clients connect in memory. */
export class TestPlane {
  readonly store: Store;
  /** Every call that ended, with its outcome. */
  readonly ended: [what: string, outcome: string][] = [];
  readonly #folder: string;
  readonly #parts: Partial<ControlPlane>;

  private constructor(store: Store, folder: string, parts: Partial<ControlPlane>) {
    this.store = store;
    this.#folder = folder;
    this.#parts = parts;
  }

  /** @param parts what it has beside or in place of the ordinary */
  static async open(parts: Partial<ControlPlane> = {}): Promise<TestPlane> {
    const folder = mkdtempSync(join(tmpdir(), 'heady-plane-'));
    return new TestPlane(await openStore(`sqlite:${join(folder, 'catalog.db')}`, () => {}), folder, parts);
  }

  /** @param approve what the person at the client answers; absent: it cannot be asked */
  async connect(subject: string, role: Role, approve?: () => boolean): Promise<TestClient> {
    const answer = () => ({ action: 'accept', content: { approve: approve?.() === true } }) as const;
    const client = await this.connectAs({ subject, roles: [role] }, approve ? { answer } : {});
    // Listing first has the client check every answer against its schema.
    await client.listTools();
    return new TestClient(client);
  }

  async connectAs(principal: Principal, { answer, parts, limits }: Connecting = {}): Promise<Client> {
    const client = new Client(
      { name: 'test', version: '1' },
      { capabilities: answer ? { elicitation: {} } : {}, versionNegotiation: { mode: 'legacy' } },
    );
    if (answer) client.setRequestHandler('elicitation/create', ({ params }) => answer(params.message));
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    const plane = { ...this.partsFor(principal, limits), ...parts };
    await controlPlaneServer(plane, 'subscribed').connect(theirs);
    await client.connect(ours);
    return client;
  }

  /** What a server for that principal is made of. */
  partsFor(principal: Principal, limits = DEFAULT_LIMITS): ControlPlane {
    const identify = () => principal;
    const guard: Guard = {
      identify,
      auditor: new Auditor(this.store.audit, 'node-1'),
      approvals: new Approvals(new Uint8Array(32), identify),
      quotas: new MemoryQuotas(),
      limits,
      observe: ({ what, outcome }) => void this.ended.push([what, outcome]),
    };
    const vault = new Vault(this.store.secrets, new KeyRing(['k'.repeat(32)]));
    return { store: this.store, vault, gate: rulesGate(this.store.catalog), guard, ...this.#parts };
  }

  async dispose(): Promise<void> {
    await this.store.close();
    rmSync(this.#folder, { recursive: true });
  }
}

export class TestClient {
  readonly mcp: Client;

  constructor(mcp: Client) {
    this.mcp = mcp;
  }

  async call(name: string, args: object): Promise<CallToolResult> {
    return (await this.mcp.callTool({ name, arguments: { ...args } })) as CallToolResult;
  }

  /** @returns the structured answer */
  async ask(name: string, args: object): Promise<unknown> {
    return (await this.call(name, args)).structuredContent;
  }

  async register(...manifests: object[]): Promise<void> {
    for (const manifest of manifests) {
      const answer = await this.ask('catalog_register', { manifest });
      if ((answer as { outcome?: string }).outcome === 'refused') throw new Error(JSON.stringify(answer));
    }
  }
}

export function textOf({ content }: CallToolResult): string {
  return content.map((each) => (each.type === 'text' ? each.text : '')).join('\n');
}
