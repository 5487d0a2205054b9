#!/usr/bin/env node
// Runs test/host inside a real VS Code: the one VSCODE_EXECUTABLE points at, else the server in a headless browser.
//
//   node scripts/host/runHostSuite.mjs [--grep PATTERN]
//
// Prints each test, writes test-results/host.json, and fails when a test does, when none ran, or when time is up.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.mjs';
import { bundleHostTests } from './bundleTests.mjs';
import { serveVscode } from './serve.mjs';
import { provisionVscodeServer } from './vscodeServer.mjs';
import { copySample } from './workspaceCopy.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, 'test-results');
const timeoutMs = Number(process.env.HEADY_HOST_TIMEOUT_MS || 5 * 60_000);

const { values: options } = parseArgs({ options: { grep: { type: 'string', default: '' } } });
process.exitCode = (await runHostSuite(options.grep)) ? 0 : 1;

/** Runs the suite; resolves to whether all of it passed. */
async function runHostSuite(grep) {
  await mkdir(results, { recursive: true });
  for (const stale of ['host.json', 'host-failure.png', 'host-console.log', 'host-logs']) {
    await rm(join(results, stale), { recursive: true, force: true });
  }
  const workspace = await copySample();
  const events = join(workspace.temporary, 'events.ndjson');
  await writeFile(events, '');
  const show = showEvents(events);
  const suite = {
    tests: await bundleHostTests(),
    folder: workspace.folder,
    dataFolder: join(workspace.temporary, 'data'),
    env: { HEADY_HOST_EVENTS: events, HEADY_HOST_GREP: grep, NODE_OPTIONS: '--enable-source-maps' },
  };
  let trouble = '';
  try {
    await (process.env.VSCODE_EXECUTABLE ? runOnDesktop(suite) : runInBrowser(suite));
  } catch (cause) {
    trouble = cause.message;
  }
  const seen = await show.finish();
  const tally = { passed: seen.passed, failed: seen.failures.length, trouble };
  await writeFile(join(results, 'host.json'), JSON.stringify({ ...tally, ...seen }, null, 2));
  const passed = report(tally, seen);
  if (!passed) {
    await cp(join(suite.dataFolder, 'data', 'logs'), join(results, 'host-logs'), { recursive: true }).catch(
      () => {},
    );
  }
  await workspace.remove();
  return passed;
}

async function runOnDesktop({ tests, folder, dataFolder, env }) {
  const { runTests } = await import('@vscode/test-electron');
  const run = runTests({
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE,
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [
      folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${dataFolder}`,
    ],
  });
  await withinTime(run);
}

async function runInBrowser({ tests, folder, dataFolder, env }) {
  const server = await serveVscode({
    vscode: await provisionVscodeServer(),
    dataFolder,
    testDriver: true,
    env,
  });
  let browser;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const consoleLines = [];
    page.on('console', (message) => consoleLines.push(`[${message.type()}] ${message.text()}`));
    const ended = new Promise((done) => page.exposeFunction('codeAutomationExit', done));
    // VS Code calls it for whatever the extension host logs; the page's own console carries the same.
    await page.exposeFunction('codeAutomationLog', () => {});
    try {
      await page.goto(testAddress(server, folder, tests));
      const code = await withinTime(ended);
      if (code !== 0) throw new Error(`VS Code ended the tests with code ${code}.`);
    } catch (cause) {
      await page.screenshot({ path: join(results, 'host-failure.png') }).catch(() => {});
      await writeFile(join(results, 'host-console.log'), consoleLines.join('\n'));
      throw cause;
    }
  } finally {
    await browser?.close();
    await server.stop();
  }
}

function testAddress(server, folder, tests) {
  const remote = (path) => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(root.replace(/\/$/, ''))],
    ['extensionTestsPath', remote(tests)],
  ];
  return `${server.origin}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) })}`;
}

async function withinTime(run) {
  let timer;
  const late = new Promise((_, failed) => {
    const message = `The tests in VS Code did not end within ${timeoutMs / 1000} s.`;
    timer = setTimeout(() => failed(new Error(message)), timeoutMs);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Prints what the suite writes into its event file while it grows. */
function showEvents(file) {
  const seen = { passed: 0, skipped: 0, failures: [], running: '' };
  let shown = 0;
  const update = async () => {
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    for (const line of lines.slice(shown)) take(JSON.parse(line), seen);
    shown = lines.length;
  };
  const timer = setInterval(() => void update(), 200);
  return {
    async finish() {
      clearInterval(timer);
      await update();
      return seen;
    },
  };
}

function take(event, seen) {
  if (event.event === 'start') {
    seen.running = event.title;
    return;
  }
  seen.running = '';
  if (event.event === 'pass') {
    seen.passed += 1;
    console.log(`  ✓ ${event.title} (${event.durationMs} ms)`);
  } else if (event.event === 'skip') {
    seen.skipped += 1;
    console.log(`  - ${event.title} (skipped)`);
  } else {
    seen.failures.push(event);
    console.log(`  ✗ ${event.title}\n${event.message.replace(/^/gm, '      ')}`);
  }
}

function report({ passed, failed, trouble }, { running }) {
  if (trouble) console.log(trouble);
  if (running) console.log(`It was running: ${running}`);
  const nothing = passed + failed === 0;
  if (nothing) console.log('No test ran in VS Code. Its logs, as far as there are any: test-results/host-*.');
  console.log(`${passed} passed, ${failed} failed`);
  return !nothing && failed === 0 && !trouble && !running;
}
