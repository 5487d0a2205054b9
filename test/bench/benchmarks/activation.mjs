// What activating the extension costs in a real VS Code, by VS Code's own account, beside extensions that come with it.
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../../scripts/host/browser.mjs';
import { serveVscode } from '../../../scripts/host/serve.mjs';
import { provisionVscodeServer } from '../../../scripts/host/vscodeServer.mjs';
import { copySample } from '../../../scripts/host/workspaceCopy.mjs';
import { root } from '../support/context.mjs';
import { contestant } from '../support/measured.mjs';
import { median } from '../support/statistics.mjs';

export const about = 'activation inside a real VS Code, beside extensions that come with it';

const SHOWN = ['heady-systems.heady', 'vscode.git', 'vscode.json-language-features', 'vscode.npm'];
const COLUMNS = ['load', 'call', 'finish'];
const PATIENCE_MS = 120_000;

/** @param {import('../support/context.mjs').Context} context */
export async function run({ rounds, scratch }) {
  const vscode = await provisionVscodeServer();
  const figures = [];
  // Starting VS Code is noisier than all else, and the first start finds nothing cached.
  for (let round = -1; round < rounds + 2; round++) {
    const times = await activate(vscode, mkdtempSync(join(scratch, 'vscode-')));
    if (round >= 0) figures.push(times);
  }
  const rows = SHOWN.map((name) => {
    // Others may not be active yet when Heady is.
    const of = figures.flatMap((times) => times[name] ?? []);
    const [load, call, finish] = COLUMNS.map((column) => median(of.map((times) => times[column])));
    return [name, load, call, finish, median(of.map((times) => times.call + times.finish))];
  });
  const title = `Activation in VS Code, ms, median of ${figures.length}`;
  return {
    figures,
    tables: [{ title, head: ['', 'load code', 'call activate', 'finish', 'activate'], rows }],
  };
}

/** Starts VS Code on a sample; by extension, the milliseconds that its "Startup Performance" states. */
async function activate(vscode, folder) {
  const workspace = await copySample();
  const report = join(folder, 'report.md');
  const env = { HEADY_BENCH_REPORT: report };
  const server = await serveVscode({ vscode, dataFolder: folder, testDriver: true, env });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const ended = new Promise((done) => page.exposeFunction('codeAutomationExit', done));
    await page.exposeFunction('codeAutomationLog', () => {});
    const remote = (path) => `vscode-remote://${server.authority}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(root.replace(/\/$/, ''))],
      ['extensionTestsPath', remote(contestant('activationProbe.cjs'))],
    ];
    const query = new URLSearchParams({ folder: workspace.folder, payload: JSON.stringify(payload) });
    await page.goto(`${server.origin}/?${query}`);
    let timer;
    const late = new Promise((_, failed) => {
      const error = new Error(`VS Code did not report within ${PATIENCE_MS / 1000} s.`);
      timer = setTimeout(() => failed(error), PATIENCE_MS);
    });
    const code = await Promise.race([ended, late]).finally(() => clearTimeout(timer));
    if (code !== 0) throw new Error(`VS Code ended the probe with code ${code}.`);
    return activationsIn(readFileSync(report, 'utf8'));
  } finally {
    await browser.close();
    await server.stop();
    await workspace.remove();
  }
}

/** The rows of the report's table: `| id | eager | load | call | finish | event | by |`. */
function activationsIn(report) {
  const rows = report.matchAll(/^\| (\S+\.\S+) +\| (?:true|false) +\| (\d+) +\| (\d+) +\| (\d+) +\|/gm);
  return Object.fromEntries(
    [...rows].map(([, id, load, call, finish]) => [id, { load: +load, call: +call, finish: +finish }]),
  );
}
