#!/usr/bin/env node
// Runs what @modelcontextprotocol/conformance requires for each revision against the control plane, against a server with
// everything that the suite asks for behind the control plane's HTTP, and against that server behind the gateway over every
// transport; then lets the suite judge the gateway as a client. What may fail, and why, stands in test/conformance/*.yml.
// Behind the gateway each check must come out as it does without.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'test-results');
const token = 'a-token-of-the-conformance-tests-0123456789';
const suite = join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const conformance = join(root, 'test/conformance');
const REVISIONS = ['2025-11-25', '2026-07-28'];
/** Checks that come out otherwise behind the gateway than alone, each with its reason. */
const explained = new Set(parse(readFileSync(join(conformance, 'behindGateway.yml'), 'utf8')).differs);

/** Checks by a clock of half a second or so, which say more about the machine; the contract tests prove the same without one. */
const TIMED = new Set([
  'client-sse-retry-timing',
  'sep-2575-http-server-no-independent-requests-on-stream',
  'sep-2575-server-no-log-without-loglevel',
  'sep-2575-server-sends-subscription-ack',
  'sep-2575-server-tags-subscription-id',
  'sep-2575-server-honors-notification-filter',
  'sep-2575-server-sends-prompts-list-changed-on-subscription',
  'sep-2575-server-sends-tools-list-changed-on-subscription',
]);

/** How long a scenario may take, in milliseconds: what is judged is no speed. */
const PATIENCE = '120000';

/** What ends the servers that run. */
const ends = new Set();

// Whatever ends this ends what it started, too.
process.once('SIGTERM', () => process.exit(1));
process.once('exit', () => {
  for (const end of ends) end();
});
mkdirSync(results, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'heady-conformance-'));
const tally = { passed: 0, failed: 0 };
try {
  const store = (name) => ['--store', `sqlite:${join(folder, `${name}.db`)}`];
  const controlPlane = await serve([join(root, 'dist/controlPlane.js'), ...store('controlPlane')]);
  for (const revision of REVISIONS)
    report(`control plane, ${revision}`, await judge(controlPlane.url, revision, 'controlPlane'));
  await controlPlane.end();

  const everything = await serve([join(conformance, 'serveEverything.ts'), ...store('everything')]);
  const alone = new Map();
  for (const revision of REVISIONS) {
    alone.set(revision, await judge(everything.url, revision, 'everything'));
    report(`everything, ${revision}`, alone.get(revision));
  }
  const [sse, websocket] = await Promise.all([serveOlder('--sse'), serveOlder('--websocket')]);
  const [command, program] = [process.execPath, join(conformance, 'everythingProcess.ts')];
  const upstreams = [
    { transport: 'http', url: everything.url },
    { transport: 'stdio', command, args: [program] },
    { transport: 'stdio', command, args: [program, '--legacy'], revisions: ['2025-11-25'] },
    { transport: 'sse', url: `http://127.0.0.1:${sse.port}/sse`, revisions: ['2025-11-25'] },
    { transport: 'websocket', url: `ws://127.0.0.1:${websocket.port}/mcp`, revisions: ['2025-11-25'] },
  ];
  for (const { revisions = REVISIONS, ...spec } of upstreams) {
    const gateway = await serve([join(root, 'dist/cli.js'), 'gateway', '--manifests', manifestOf(spec)]);
    for (const revision of revisions) {
      const behind = await judge(gateway.url, revision);
      const speaks = revisions === REVISIONS ? 'both revisions' : 'that revision only';
      const name = `everything behind the gateway, ${revision}, over ${spec.transport}, which speaks ${speaks}`;
      report(name, { ...behind, code: differences(alone.get(revision), behind).length });
    }
    await gateway.end();
  }
  await Promise.all([everything.end(), sse.end(), websocket.end()]);

  for (const revision of REVISIONS)
    report(`the gateway as a client, ${revision}`, await judgeClient(revision));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(join(results, 'conformance.json'), JSON.stringify(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;

function report(name, { scenarios, code }) {
  // A failure that is expected and explained is none, and so is a scenario of which nothing applied.
  const failed = code === 0 ? 0 : 1;
  tally.passed += scenarios.filter(({ passed, failed }) => passed > 0 && failed === 0).length;
  tally.failed += failed;
  console.log(`${name}: ${scenarios.length} scenarios, ${failed === 0 ? 'as expected' : 'not as expected'}`);
}

/** Starts a server over HTTP; resolves when it listens, to where the suite reaches it and what ends it. */
async function serve(args) {
  const server = spawn(process.execPath, [...args, '--http', '127.0.0.1:0'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'pipe'],
    env: {
      ...process.env,
      HEADY_CONTROL_PLANE_TOKEN: token,
      HEADY_CONTROL_PLANE_LIMIT_USER: '100000',
      HEADY_STATE_DIR: folder,
    },
  });
  const kill = () => server.kill('SIGTERM');
  ends.add(kill);
  const ended = new Promise((resolve) => server.once('close', resolve));
  const bearer = bringToken(await portOf(server));
  await new Promise((resolve) => bearer.listen(0, 'localhost', resolve));
  const end = async () => {
    bearer.close();
    bearer.closeAllConnections();
    kill();
    await ended;
    ends.delete(kill);
  };
  return { url: `http://localhost:${bearer.address().port}/mcp`, end };
}

/** Starts the everything server over a transport that has no tokens; resolves when it listens. */
async function serveOlder(transport) {
  const server = spawn(process.execPath, [join(conformance, 'everythingOlder.ts'), transport], {
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const kill = () => server.kill('SIGTERM');
  ends.add(kill);
  const ended = new Promise((resolve) => server.once('close', resolve));
  const end = async () => {
    kill();
    await ended;
    ends.delete(kill);
  };
  return { port: await portOf(server), end };
}

/**
 * Runs what a revision requires of a server; resolves to the tally of each scenario, how each check came out, and a code other
 * than 0 where something is not as expected.
 *
 * @param expected name of the list of what may fail; without it nothing is expected
 */
async function judge(url, revision, expected) {
  const output = mkdtempSync(join(folder, 'checks-'));
  const options = ['--url', url, '--requirements', revision, '--timeout', PATIENCE, '--output-dir', output];
  const { output: said } = await run([suite, 'server', ...options]);
  const checks = checksIn(output);
  if (checks.size === 0) throw new Error(`The suite wrote down no checks.\n${said}`);
  const optional = new Set(
    [...said.matchAll(/^ {2}\S (\S+) \((?:extension|pending|added-after-release)\)$/gm)].map(
      ([, name]) => name,
    ),
  );
  const scenarios = tallies(checks, 'server-').filter(({ scenario }) => !optional.has(scenario));
  if (!expected) return { scenarios, checks };
  const { fails } = expectation(expected, revision);
  return { scenarios, checks, code: mistaken(scenarios, fails, checks).length };
}

/** Lets the suite judge the gateway as a client of its servers; resolves to the tally of each scenario, and a code as above. */
async function judgeClient(revision) {
  const { scenarios: names, fails } = expectation('gatewayClient', revision);
  const checks = new Map();
  for (const scenario of names) {
    const output = mkdtempSync(join(folder, 'checks-'));
    const client = `"${process.execPath}" "${join(conformance, 'gatewayClient.ts')}"`;
    const options = ['--command', client, '--scenario', scenario, '--spec-version', revision];
    const { output: said } = await run([suite, 'client', ...options, '--timeout', PATIENCE, '-o', output]);
    const found = checksIn(output);
    if (found.size === 0) throw new Error(`The suite wrote down no checks of ${scenario}.\n${said}`);
    for (const [check, status] of found) checks.set(check, status);
  }
  const scenarios = tallies(checks, '');
  return { scenarios, code: mistaken(scenarios, fails, checks).length };
}

function expectation(name, revision) {
  return parse(readFileSync(join(conformance, `${name}.${revision}.yml`), 'utf8'));
}

/** How many checks of each scenario passed and failed. */
function tallies(checks, prefix) {
  const scenarios = new Map();
  for (const [check, status] of checks) {
    const [name, , id] = check.split(' ');
    const scenario = name.slice(prefix.length);
    const tally = scenarios.get(scenario) ?? { scenario, passed: 0, failed: 0 };
    scenarios.set(scenario, tally);
    if (TIMED.has(id)) continue;
    if (status === 'SUCCESS') tally.passed++;
    if (status === 'FAILURE') tally.failed++;
  }
  return [...scenarios.values()];
}

/** Scenarios that fail and should not, or do not and should. Says how each came out, and which checks failed. */
function mistaken(scenarios, fails, checks) {
  const wrong = scenarios.filter(({ scenario, failed }) => failed > 0 !== fails.includes(scenario));
  for (const { scenario, passed, failed } of scenarios)
    console.log(`${failed > 0 ? '✗' : '✓'} ${scenario}: ${passed} passed, ${failed} failed`);
  for (const { scenario, failed } of wrong) {
    if (failed === 0) console.log(`${scenario} passes: take it off the list of what fails.`);
    for (const [check, status] of checks)
      if (status === 'FAILURE' && check.includes(`${scenario} `)) console.log(`  failed: ${check}`);
  }
  return wrong;
}

/** How each check of each scenario came out, as the suite wrote it down. */
function checksIn(output) {
  const checks = readdirSync(output).flatMap((name) => {
    const scenario = name.replace(/-\d{4}-\d\d-\d\dT.*$/, '');
    const list = JSON.parse(readFileSync(join(output, name, 'checks.json'), 'utf8'));
    return list.map(({ id, status }, index) => [`${scenario} ${index} ${id}`, status]);
  });
  return new Map(checks);
}

/** Checks that came out otherwise behind the gateway, without an explanation. Says which. */
function differences(alone, behind) {
  const names = new Set([...alone.checks.keys(), ...behind.checks.keys()]);
  const different = [...names].filter((name) => alone.checks.get(name) !== behind.checks.get(name));
  for (const name of different) {
    const [before, after] = [alone, behind].map(({ checks }) => checks.get(name) ?? 'not made');
    console.log(`${name}: ${before} alone, ${after} behind the gateway`);
  }
  return different.filter((name) => [explained, TIMED].every((known) => !known.has(name.split(' ').at(-1))));
}

/** Writes the manifest of a server; returns its path. JSON is YAML. */
function manifestOf(spec) {
  const path = join(mkdtempSync(join(folder, 'manifests-')), 'everything.heady.yaml');
  const metadata = { name: 'everything', tags: { Owner: 'team-tests' } };
  // What is judged is what passes, not how much of it in a minute.
  const unlimited = { ...spec, rateLimit: { perMinute: 100_000, concurrent: 100 } };
  const manifest = { apiVersion: 'heady.systems/v1', kind: 'McpServer', metadata, spec: unlimited };
  writeFileSync(path, JSON.stringify(manifest));
  return path;
}

/** The suite has no tokens: adds one to whatever passes, and changes nothing else, not even the Host. */
function bringToken(port) {
  return createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const options = { host: '127.0.0.1', port, method, path: url };
    const passedOn = request(
      { ...options, headers: { ...headers, authorization: `Bearer ${token}` } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passedOn.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passedOn.destroy());
    incoming.pipe(passedOn);
  });
}

function portOf(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    createInterface({ input: server.stderr }).on('line', (line) => {
      said += `${line}\n`;
      if (line.includes('"listening"')) resolve(JSON.parse(line).port);
    });
    server.once('close', () => reject(new Error(`The server ended before it listened.\n${said}`)));
  });
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('close', (code) => resolve({ code, output }));
  });
}
