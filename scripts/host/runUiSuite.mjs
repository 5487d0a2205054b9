#!/usr/bin/env node
// Runs test/ui/*.ui.ts: a browser clicks through the extension in a real VS Code, as a person would.
//
//   node scripts/host/runUiSuite.mjs [--grep PATTERN] [--update-readme]
//
// Screenshots go to test-results/screenshots; --update-readme copies those the README shows to media/screenshots.
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserOptions } from './browser.mjs';
import { linkExtension } from './linkExtension.mjs';
import { serveVscode } from './serve.mjs';
import { provisionVscodeServer } from './vscodeServer.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, 'test-results');
const testTimeoutMs = 600_000;

const { values: options } = parseArgs({
  options: { grep: { type: 'string' }, 'update-readme': { type: 'boolean', default: false } },
});

await rm(join(results, 'ui.json'), { force: true });
await rm(join(results, 'screenshots'), { recursive: true, force: true });
await mkdir(join(results, 'screenshots'), { recursive: true });
const tally = await withVscode(runTests);
await writeFile(join(results, 'ui.json'), JSON.stringify(tally, null, 2));
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.passed > 0 && tally.failed === 0 ? 0 : 1);

/** Gives `body` running servers and a browser, whose addresses the tests find in the environment. */
async function withVscode(body) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'heady-ui-'));
  const vscode = await provisionVscodeServer();
  const servers = [];
  try {
    const [trusting, distrustful] = await Promise.all([
      serve(servers, { vscode, dataFolder: join(dataFolder, 'trusting') }),
      serve(servers, { vscode, dataFolder: join(dataFolder, 'distrustful'), distrustful: true }),
    ]);
    const browser = await chromium.launchServer(browserOptions());
    Object.assign(process.env, {
      HEADY_UI_ORIGIN: trusting.origin,
      HEADY_UI_DISTRUSTFUL_ORIGIN: distrustful.origin,
      HEADY_UI_BROWSER: browser.wsEndpoint(),
      HEADY_UI_DATA: join(dataFolder, 'trusting', 'data'),
      HEADY_UI_RESULTS: join(results, 'screenshots'),
      HEADY_UI_README: options['update-readme'] ? join(root, 'media', 'screenshots') : '',
    });
    try {
      return await body();
    } finally {
      await browser.close();
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts a VS Code with Heady and adds it to `servers`. */
async function serve(servers, options) {
  await linkExtension(options.dataFolder);
  const settings = {
    'window.autoDetectColorScheme': true,
    'window.autoDetectHighContrast': true,
    // A tooltip comes over the next row where the machine is slow, and is clicked in its place.
    'workbench.hover.delay': 600_000,
  };
  const server = await serveVscode({ ...options, settings });
  servers.push(server);
  return server;
}

function runTests() {
  const files = globSync('test/ui/*.ui.ts', { cwd: root }).map((file) => join(root, file));
  const seen = { passed: 0, failed: 0, failures: [] };
  if (files.length === 0) return seen;
  return new Promise((done) => {
    const stream = run({
      files,
      concurrency: 1,
      timeout: testTimeoutMs,
      ...(options.grep && { testNamePatterns: new RegExp(options.grep, 'i') }),
    });
    // A file reports itself as one more test: that it passed says nothing, that it failed may be an import.
    stream.on('test:pass', (test) => {
      if (!test.skip && !files.includes(test.name)) seen.passed += 1;
    });
    stream.on('test:fail', ({ name, details }) => {
      seen.failed += 1;
      const cause = details.error.cause ?? details.error;
      seen.failures.push(`${name}: ${String(cause.message ?? cause).split('\n')[0]}`);
    });
    stream.on('end', () => done(seen));
    stream.compose(spec).pipe(process.stdout, { end: false });
  });
}
