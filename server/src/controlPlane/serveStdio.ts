import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { Approvals } from './access/approval.ts';
import { DEFAULT_LIMITS } from './access/limits.ts';
import { LOCAL } from './access/principal.ts';
import type { Role } from './access/roles.ts';
import { Auditor } from './audit/auditor.ts';
import { keepRetention } from './audit/retention.ts';
import { rulesGate } from './gate/rulesGate.ts';
import { Sampler } from './metrics/sampler.ts';
import type { Parts } from './parts.ts';
import { controlPlaneServer } from './server.ts';

/** How long answers may take to leave once nobody listens, in milliseconds. */
const LAST_WORDS = 500;

/** Nobody has to be kept from using up what is their own. */
const UNLIMITED = { take: async () => ({ granted: true, remaining: Number.POSITIVE_INFINITY }) as const };

export interface StdioOptions {
  /** Days that audit records are kept where nothing asks for longer. */
  auditRetention: number;
  /** As whom the client acts. */
  role: Role;
  log(message: string): void;
}

/** Serves the client that started this process, until it closes standard input or a signal ends it. */
export function serveStandardStreams(parts: Parts, { auditRetention, role, log }: StdioOptions): void {
  const { store } = parts;
  const node = hostname();
  const client = { ...LOCAL, roles: [role] };
  const identify = () => client;
  // It is on a desktop, where what nobody uses should cost nothing.
  const sampler = new Sampler(store, {
    node,
    isContinuous: false,
    onerror: (error) => log(`Metrics could not be kept. ${(error as Error).message}`),
  });
  const guard = {
    identify,
    auditor: new Auditor(store.audit, node),
    approvals: new Approvals(randomBytes(32), identify),
    quotas: UNLIMITED,
    limits: DEFAULT_LIMITS,
    observe: sampler.observe,
  };
  const plane = { ...parts, gate: rulesGate(store.catalog), guard };
  const transport = new StdioServerTransport();
  const serve = ({ era }: { era: 'legacy' | 'modern' }) =>
    controlPlaneServer(plane, era === 'legacy' ? 'subscribed' : { allTo: identify });
  const handle = serveStdio(serve, { transport, onerror: (error) => log(wordsOf(error)) });
  const stopRetention = keepRetention(store, {
    days: auditRetention,
    node,
    report: ({ error }) => {
      if (error) log(`Audit records could not be removed. ${error.message}`);
    },
  });
  const end = () => {
    sampler.rest();
    void stopRetention().then(() => store.close());
    setTimeout(() => process.exit(), LAST_WORDS).unref();
  };
  // The editor that started it may be gone without a word: then standard input ends, and this process with it.
  process.stdin.once('end', end).once('close', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void handle.close().then(end));
}

/** Parsers repeat some of what they could not read, and that may be secret. */
function wordsOf({ name, message }: Error): string {
  return /^(SyntaxError|\$?ZodError)$/.test(name) ? `a message could not be read (${name})` : message;
}
