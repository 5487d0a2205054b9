import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { type CallToolResult, InMemoryTransport } from '@modelcontextprotocol/server';
import { Approvals } from './access/approval.ts';
import type { Guard } from './access/guard.ts';
import { DEFAULT_LIMITS } from './access/limits.ts';
import { MemoryQuotas } from './access/rateLimiter.ts';
import type { Role } from './access/roles.ts';
import { Auditor } from './audit/auditor.ts';
import { rulesGate } from './gate/rulesGate.ts';
import { openStore } from './openStore.ts';
import { KeyRing } from './secrets/keyRing.ts';
import { Vault } from './secrets/vault.ts';
import { controlPlaneServer } from './server.ts';
import type { Store } from './store/store.ts';

/** A control plane of one test file, to which real MCP clients connect in memory. */
export class TestPlane {
  readonly store: Store;
  /** Every call that ended, with its outcome. */
  readonly ended: [what: string, outcome: string][] = [];
  readonly #folder: string;

  private constructor(store: Store, folder: string) {
    this.store = store;
    this.#folder = folder;
  }

  static async open(): Promise<TestPlane> {
    const folder = mkdtempSync(join(tmpdir(), 'heady-plane-'));
    return new TestPlane(await openStore(`sqlite:${join(folder, 'catalog.db')}`, () => {}), folder);
  }

  /** @param approve what the person at the client answers; absent: it cannot be asked */
  async connect(subject: string, role: Role, approve?: () => boolean): Promise<TestClient> {
    const client = new Client(
      { name: 'test', version: '1' },
      { capabilities: approve ? { elicitation: {} } : {}, versionNegotiation: { mode: 'legacy' } },
    );
    if (approve)
      client.setRequestHandler('elicitation/create', () => ({
        action: 'accept',
        content: { approve: approve() },
      }));
    const identify = () => ({ subject, roles: [role] });
    const guard: Guard = {
      identify,
      auditor: new Auditor(this.store.audit, 'node-1'),
      approvals: new Approvals(new Uint8Array(32), identify),
      quotas: new MemoryQuotas(),
      limits: DEFAULT_LIMITS,
      observe: ({ what, outcome }) => void this.ended.push([what, outcome]),
    };
    const vault = new Vault(this.store.secrets, new KeyRing(['k'.repeat(32)]));
    const plane = { store: this.store, vault, gate: rulesGate(this.store.catalog), guard };
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await controlPlaneServer(plane, 'subscribed').connect(theirs);
    await client.connect(ours);
    // Listing first has the client check every answer against its schema.
    await client.listTools();
    return new TestClient(client);
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
