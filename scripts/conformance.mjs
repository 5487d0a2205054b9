#!/usr/bin/env node
// Runs @modelcontextprotocol/conformance against the control plane, against a server with everything that the suite asks for
// behind the control plane's HTTP, and against that server behind the gateway. What may fail of the first two stands in
// test/conformance/*.yml; behind the gateway each check must come out as it does without.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'test-results');
const token = 'a-token-of-the-conformance-tests-0123456789';
const suite = join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const conformance = join(root, 'test/conformance');

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
  report('controlPlane', await judge(controlPlane.url, 'controlPlane'));
  await controlPlane.end();

  const everything = await serve([join(conformance, 'serveEverything.ts'), ...store('everything')]);
  const alone = await judge(everything.url, 'everything');
  report('everything', alone);
  const program = [process.execPath, join(conformance, 'everythingProcess.ts')];
  const upstreams = {
    'over HTTP': { transport: 'http', url: everything.url },
    'over stdio': { transport: 'stdio', command: program[0], args: program.slice(1) },
    'over stdio, 2025-11-25 only': {
      transport: 'stdio',
      command: program[0],
      args: [...program.slice(1), '--legacy'],
    },
  };
  for (const [how, spec] of Object.entries(upstreams)) {
    const gateway = await serve([join(root, 'dist/cli.js'), 'gateway', '--manifests', manifestOf(spec)]);
    const behind = await judge(gateway.url);
    await gateway.end();
    if (alone.checks.size === 0) throw new Error('The suite wrote down no checks to compare.');
    report(`everything behind the gateway, ${how}`, { ...behind, code: differences(alone, behind).length });
  }
  await everything.end();
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

/**
 * Runs the suite against a server; resolves to its exit code, the tally of each scenario and how each check came out.
 *
 * @param expected name of the list of what may fail
 */
async function judge(url, expected) {
  const output = mkdtempSync(join(folder, 'checks-'));
  const options = ['--url', url, '--suite', 'all', '--output-dir', output];
  if (expected) options.push('--expected-failures', join(conformance, `${expected}.yml`));
  const { code, output: said } = await run([suite, 'server', ...options]);
  const scenarios = [...said.matchAll(/^\S (\S+): (\d+) passed, (\d+) failed/gm)].map(
    ([line, scenario, ...counts]) => {
      const [passed, failed] = counts.map(Number);
      return { line, scenario, passed, failed };
    },
  );
  if (expected) console.log(code === 0 ? scenarios.map(({ line }) => line).join('\n') : said);
  if (scenarios.length === 0) throw new Error(`The suite ran no scenarios.\n${said}`);
  return { scenarios, code, checks: checksIn(output) };
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

/** Checks that came out otherwise behind the gateway. Says which. */
function differences(alone, behind) {
  const names = new Set([...alone.checks.keys(), ...behind.checks.keys()]);
  const different = [...names].filter((name) => alone.checks.get(name) !== behind.checks.get(name));
  for (const name of different) {
    const [before, after] = [alone, behind].map(({ checks }) => checks.get(name) ?? 'not made');
    console.log(`${name}: ${before} alone, ${after} behind the gateway`);
  }
  return different;
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
