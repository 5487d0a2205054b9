#!/usr/bin/env node
// `npm test`: builds once, then runs the suites, two at a time.
//
//   npm test                  everything
//   npm test -- unit host     only those
//
// A line a suite, the whole output of one that fails, all logs in test-results/, and at the end `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'test-results');
const suiteTimeoutMs = 60 * 60_000;
const lanes = 2;

const tool = (path) => join(root, 'node_modules', ...path.split('/'));
const vitest = (project) => ({
  command: [tool('vitest/vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json'],
  options: [`--outputFile.json=${join(results, `${project}.json`)}`],
  count: ({ numPassedTests, numFailedTests, testResults }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    failures: testResults.flatMap(({ assertionResults }) => assertionResults.flatMap(failureOf)),
  }),
});
const counted = { count: ({ passed, failed, failures }) => ({ passed, failed, failures }) };

/**
 * A suite with `count` reads its numbers from test-results/<name>.json; one without counts as a single check.
 * The slow ones in VS Code stand far apart, so that they rarely run side by side.
 */
const suites = {
  host: { command: [join(root, 'scripts', 'host', 'runHostSuite.mjs')], ...counted },
  types: { command: [tool('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  pages: { command: [tool('typescript/bin/tsc'), '--noEmit', '-p', 'client/src/webviews'] },
  lint: { command: [tool('@biomejs/biome/bin/biome'), 'check', '.'] },
  layers: {
    command: [tool('dependency-cruiser/bin/dependency-cruiser.mjs'), 'client', 'server'],
    options: ['--config', '.dependency-cruiser.json'],
  },
  unit: vitest('unit'),
  properties: vitest('properties'),
  contract: vitest('contract'),
  templates: vitest('templates'),
  conformance: { command: [join(root, 'scripts', 'conformance.mjs')], ...counted },
  ui: { command: [join(root, 'scripts', 'host', 'runUiSuite.mjs')], ...counted },
};
/** One by one. `faults` needs the machine to itself; `package` rebuilds dist/, so nobody may run what is in there. */
const lastSuites = {
  faults: vitest('faults'),
  package: { command: [join(root, 'scripts', 'package.mjs')], showLastLine: true },
};

const chosen = process.argv.slice(2);
const known = [...Object.keys(suites), ...Object.keys(lastSuites)];
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No suite named ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}

mkdirSync(results, { recursive: true });
const began = Date.now();
await buildOrExit();
const tallies = [...(await runAll(suites, lanes)), ...(await runAll(lastSuites, 1))];
const total = (key) => tallies.reduce((sum, tally) => sum + tally[key], 0);
// Once more at the end, which is what is read first of a long log.
for (const { name, failures = [] } of tallies)
  for (const failure of failures) console.log(`✗ ${name}: ${failure}`);
console.log(`\nTook ${seconds(began)}.`);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') === 0 ? 0 : 1);

function failureOf({ status, fullName, failureMessages: [message = ''] }) {
  return status === 'failed' ? [`${fullName}: ${message.split('\n')[0]}`] : [];
}

async function buildOrExit() {
  try {
    await build();
    console.log(`Built in ${seconds(began)}.`);
  } catch (cause) {
    console.error(`${cause.message}\n\nThe build failed; nothing was tested.\n0 passed, 1 failed`);
    process.exit(1);
  }
}

/** Runs those of `group` that were chosen, at most `width` at once; resolves to their tallies. */
async function runAll(group, width) {
  const waiting = Object.entries(group).filter(([name]) => chosen.length === 0 || chosen.includes(name));
  const tallies = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) tallies.push(await runSuite(...next));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return tallies;
}

async function runSuite(name, { command, options = [], count, showLastLine }) {
  const started = Date.now();
  rmSync(join(results, `${name}.json`), { force: true });
  const { code, output } = await capture([...command, ...options]);
  writeFileSync(join(results, `${name}.log`), output);
  const tally = { name, ...(count ? readTally(name, count) : { passed: code === 0 ? 1 : 0, failed: 0 }) };
  const nothingRan = tally.passed + tally.failed === 0;
  // A suite may break outside of any test: in an import, a hook, at its end.
  if (tally.failed === 0 && (code !== 0 || nothingRan)) tally.failed = 1;

  const mark = tally.failed === 0 ? '✓' : '✗';
  const numbers = `${tally.passed} passed, ${tally.failed} failed`;
  const remark = showLastLine && code === 0 ? `  ${output.trimEnd().split('\n').at(-1)}` : '';
  console.log(`${mark} ${name.padEnd(11)} ${numbers.padEnd(24)} ${seconds(started).padStart(8)}${remark}`);
  if (tally.failed > 0) {
    console.log(output.trimEnd().replace(/^/gm, '    '));
    if (nothingRan && code === 0) console.log(`    ${name} ran no tests.`);
  }
  return tally;
}

function readTally(name, count) {
  try {
    return count(JSON.parse(readFileSync(join(results, `${name}.json`), 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** Runs a Node program to its end, or to the end of its time; resolves to its exit code and all it printed. */
function capture(args) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const passOn = (signal) => {
    child.kill(signal);
    process.exit(1);
  };
  process.once('SIGTERM', passOn);
  const timer = setTimeout(() => {
    output += `\nStopped: it did not end within ${suiteTimeoutMs / 60_000} minutes.\n`;
    child.kill('SIGTERM');
  }, suiteTimeoutMs);
  return new Promise((done) => {
    child.on('error', (cause) => {
      output += cause.message;
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('SIGTERM', passOn);
      done({ code: code ?? 1, output });
    });
  });
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
