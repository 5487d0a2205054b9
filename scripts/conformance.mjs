#!/usr/bin/env node
// Runs @modelcontextprotocol/conformance against the control plane, and against a server with everything that the suite asks
// for behind the control plane's HTTP. What may fail stands in test/conformance/*.yml.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'test-results');
const token = 'a-token-of-the-conformance-tests-0123456789';
const suite = join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');

const targets = {
  controlPlane: join(root, 'dist/controlPlane.js'),
  everything: join(root, 'test/conformance/serveEverything.ts'),
};

// Whatever ends this ends what it started, too.
process.once('SIGTERM', () => process.exit(1));
mkdirSync(results, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'heady-conformance-'));
const tally = { passed: 0, failed: 0 };
try {
  for (const [name, program] of Object.entries(targets)) {
    const { scenarios, code } = await judge(name, program);
    // A failure that is expected and explained is none, and so is a scenario of which nothing applied.
    const failed = code === 0 ? 0 : 1;
    tally.passed += scenarios.filter(({ passed, failed }) => passed > 0 && failed === 0).length;
    tally.failed += failed;
    console.log(
      `${name}: ${scenarios.length} scenarios, ${failed === 0 ? 'as expected' : 'not as expected'}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(join(results, 'conformance.json'), JSON.stringify(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;

/** Starts a server and runs the suite against it; resolves to its exit code and the tally of each scenario. */
async function judge(name, program) {
  const server = spawn(
    process.execPath,
    [program, '--http', '127.0.0.1:0', '--store', `sqlite:${join(folder, `${name}.db`)}`],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, HEADY_CONTROL_PLANE_TOKEN: token, HEADY_CONTROL_PLANE_LIMIT_USER: '100000' },
    },
  );
  const end = () => server.kill('SIGTERM');
  process.once('exit', end);
  const ended = new Promise((resolve) => server.once('close', resolve));
  const bearer = bringToken(await portOf(server));
  await new Promise((resolve) => bearer.listen(0, 'localhost', resolve));
  const url = `http://localhost:${bearer.address().port}/mcp`;
  const baseline = join(root, 'test/conformance', `${name}.yml`);
  const options = ['--url', url, '--suite', 'all', '--expected-failures', baseline, '--output-dir', folder];
  const { code, output } = await run([suite, 'server', ...options]);
  bearer.close();
  bearer.closeAllConnections();
  end();
  await ended;
  process.off('exit', end);
  const scenarios = [...output.matchAll(/^\S (\S+): (\d+) passed, (\d+) failed/gm)].map(
    ([line, scenario, ...counts]) => {
      const [passed, failed] = counts.map(Number);
      return { line, scenario, passed, failed };
    },
  );
  console.log(code === 0 ? scenarios.map(({ line }) => line).join('\n') : output);
  if (scenarios.length === 0) throw new Error('The suite ran no scenarios.');
  return { scenarios, code };
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
