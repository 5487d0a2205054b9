#!/usr/bin/env node
import '../linearRegex.ts';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { CANNOT_START } from '../catalog/controlPlaneContract.ts';
import { rulesGate } from './gate/rulesGate.ts';
import { parseOptions, USAGE, UsageError } from './options.ts';
import { quietExperimentalWarnings } from './quietWarnings.ts';
import { controlPlaneServer } from './server.ts';
import { StoreError } from './store/openDatabase.ts';
import { openSqliteStore } from './store/sqlite.ts';

/** How long answers may take to leave once nobody listens, in milliseconds. */
const LAST_WORDS = 500;

quietExperimentalWarnings();
try {
  const options = parseOptions(process.argv.slice(2));
  if (options) serve(options.path);
  else process.stdout.write(USAGE);
} catch (error) {
  if (error instanceof UsageError) fail(2, `${error.message}\n\n${USAGE}`);
  else if (error instanceof StoreError) fail(1, `${CANNOT_START}${error.message}`);
  else throw error;
}

/** Serves one client until it closes standard input or a signal ends it. */
function serve(path: string): void {
  const store = openSqliteStore(path, log);
  const transport = new StdioServerTransport();
  const handle = serveStdio(controlPlaneServer(store, rulesGate(store)), {
    transport,
    onerror: (error) => log(error.message),
  });
  const end = () => {
    void store.close();
    setTimeout(() => process.exit(), LAST_WORDS).unref();
  };
  // The editor that started it may be gone without a word: then standard input ends, and this process with it.
  process.stdin.once('end', end).once('close', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void handle.close().then(end));
}

function fail(code: number, message: string): void {
  log(message);
  process.exitCode = code;
}

/** Standard output belongs to the protocol. */
function log(message: string): void {
  process.stderr.write(`heady control plane: ${message}\n`);
}
