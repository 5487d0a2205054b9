import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { Approvals } from './access/approval.ts';
import { DEFAULT_LIMITS } from './access/limits.ts';
import { identifyAsLocal } from './access/principal.ts';
import { Auditor } from './audit/auditor.ts';
import { keepRetention } from './audit/retention.ts';
import { rulesGate } from './gate/rulesGate.ts';
import type { OpenedStore } from './openStore.ts';
import type { Vault } from './secrets/vault.ts';
import { controlPlaneServer } from './server.ts';

/** How long answers may take to leave once nobody listens, in milliseconds. */
const LAST_WORDS = 500;

/** Nobody has to be kept from using up what is their own. */
const UNLIMITED = { take: async () => ({ granted: true, remaining: Number.POSITIVE_INFINITY }) as const };

export interface StdioOptions {
  /** Days that audit records are kept where nothing asks for longer. */
  auditRetention: number;
  log(message: string): void;
}

/** Serves the client that started this process, until it closes standard input or a signal ends it. */
export function serveStandardStreams(
  store: OpenedStore,
  vault: Vault,
  { auditRetention, log }: StdioOptions,
): void {
  const node = hostname();
  const guard = {
    identify: identifyAsLocal,
    auditor: new Auditor(store.audit, node),
    approvals: new Approvals(randomBytes(32), identifyAsLocal),
    quotas: UNLIMITED,
    limits: DEFAULT_LIMITS,
    observe: () => {},
  };
  const plane = { store, vault, gate: rulesGate(store.catalog), guard };
  const transport = new StdioServerTransport();
  const serve = ({ era }: { era: 'legacy' | 'modern' }) =>
    controlPlaneServer(plane, era === 'legacy' ? 'subscribed' : 'all');
  const handle = serveStdio(serve, { transport, onerror: (error) => log(error.message) });
  const stopRetention = keepRetention(store, {
    days: auditRetention,
    node,
    report: ({ error }) => {
      if (error) log(`Audit records could not be removed. ${error.message}`);
    },
  });
  const end = () => {
    void stopRetention().then(() => store.close());
    setTimeout(() => process.exit(), LAST_WORDS).unref();
  };
  // The editor that started it may be gone without a word: then standard input ends, and this process with it.
  process.stdin.once('end', end).once('close', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void handle.close().then(end));
}
