#!/usr/bin/env node
// Runs test/host inside a real VS Code: the one VSCODE_EXECUTABLE points at, else the server in a headless browser.
//
//   node scripts/host/runHostSuite.mjs [--grep PATTERN] [--room NAME]
//
// Each folder of test/host is a room: a kind of workspace that its tests are about. Prints each test, writes
// test-results/host.json, and fails when a test does, when none ran, or when time is up.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.mjs';
import { bundleHostTests } from './bundleTests.mjs';
import { serveVscode } from './serve.mjs';
import { provisionVscodeServer } from './vscodeServer.mjs';
import { copySample, mcpServer, severalFolders } from './workspaceCopy.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, 'test-results');
const timeoutMs = Number(process.env.HEADY_HOST_TIMEOUT_MS || 20 * 60_000);

/** The folders of test/host and the workspace that the tests of each are run in. */
const rooms = { folder: copySample, severalFolders, mcp: mcpServer };

const { values: options } = parseArgs({
  options: { grep: { type: 'string', default: '' }, room: { type: 'string' } },
});
process.exitCode = (await runHostSuite(options)) ? 0 : 1;

/** Runs the tests of every room, or of one; resolves to whether all of them passed. */
async function runHostSuite({ grep, room: only }) {
  await mkdir(results, { recursive: true });
  for (const stale of (await readdir(results)).filter((name) => /^host(?:-|\.json$)/.test(name)))
    await rm(join(results, stale), { recursive: true, force: true });
  const outcomes = [];
  for (const [room, prepare] of Object.entries(rooms)) {
    if (only === undefined || only === room) outcomes.push(await runRoom(room, prepare, grep));
  }
  const tally = {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failures }) => sum + failures.length, 0),
    failures: outcomes.flatMap(namedFailures),
  };
  await writeFile(join(results, 'host.json'), JSON.stringify({ ...tally, rooms: outcomes }, null, 2));
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  const nothing = tally.passed + tally.failed === 0;
  if (nothing) console.log('No test ran in VS Code. Its logs, as far as there are any: test-results/host-*.');
  return !nothing && outcomes.every(isWell);
}

/** Runs the tests of test/host/<room> in a VS Code of their own. */
async function runRoom(room, prepare, grep) {
  const workspace = await prepare();
  const events = join(workspace.temporary, 'events.ndjson');
  await writeFile(events, '');
  const show = showEvents(events);
  const suite = {
    room,
    tests: await bundleHostTests(room),
    workspace,
    dataFolder: join(workspace.temporary, 'data'),
    env: { HEADY_HOST_EVENTS: events, HEADY_HOST_GREP: grep, NODE_OPTIONS: '--enable-source-maps' },
  };
  let trouble = '';
  try {
    await (process.env.VSCODE_EXECUTABLE ? runOnDesktop(suite) : runInBrowser(suite));
  } catch (cause) {
    trouble = cause.message;
  }
  const outcome = { room, trouble, ...(await show.finish()) };
  if (trouble) console.log(`${room}: ${trouble}`);
  if (outcome.running) console.log(`It was running: ${outcome.running}`);
  if (!isWell(outcome)) {
    const logs = join(suite.dataFolder, 'data', 'logs');
    await cp(logs, join(results, 'host-logs', room), { recursive: true }).catch(() => {});
  }
  await workspace.remove();
  return outcome;
}

/** What went wrong in a room, a line each. */
function namedFailures({ room, failures, trouble, running }) {
  return [
    ...failures.map(({ title, message }) => `${room}: ${title}: ${message.split('\n')[0]}`),
    ...(trouble ? [`${room}: ${trouble}`] : []),
    ...(running ? [`${room}: it was running: ${running}`] : []),
  ];
}

function isWell({ failures, trouble, running }) {
  return failures.length === 0 && !trouble && !running;
}

async function runOnDesktop({ tests, workspace, dataFolder, env }) {
  const { runTests } = await import('@vscode/test-electron');
  const run = runTests({
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE,
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [
      workspace.workspaceFile ?? workspace.folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${dataFolder}`,
    ],
  });
  await withinTime(run);
}

async function runInBrowser({ room, tests, workspace, dataFolder, env }) {
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
    page.setDefaultTimeout(timeoutMs);
    const consoleLines = [];
    page.on('console', (message) => consoleLines.push(`[${message.type()}] ${message.text()}`));
    const ended = new Promise((done) => page.exposeFunction('codeAutomationExit', done));
    // VS Code calls it for whatever the extension host logs; the page's own console carries the same.
    await page.exposeFunction('codeAutomationLog', () => {});
    try {
      await page.goto(testAddress(server, workspace, tests));
      const code = await withinTime(ended);
      if (code !== 0) throw new Error(`VS Code ended the tests with code ${code}.`);
    } catch (cause) {
      await page.screenshot({ path: join(results, `host-failure-${room}.png`) }).catch(() => {});
      await writeFile(join(results, `host-console-${room}.log`), consoleLines.join('\n'));
      throw cause;
    }
  } finally {
    await browser?.close();
    await server.stop();
  }
}

function testAddress(server, { folder, workspaceFile }, tests) {
  const remote = (path) => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(root.replace(/\/$/, ''))],
    ['extensionTestsPath', remote(tests)],
  ];
  const opened = workspaceFile ? { workspace: workspaceFile } : { folder };
  return `${server.origin}/?${new URLSearchParams({ ...opened, payload: JSON.stringify(payload) })}`;
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
