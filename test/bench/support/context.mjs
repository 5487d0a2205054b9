// What every benchmark is given: where things are, how much to do, and the workspaces to do it on.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBigFile, writeWorkspace } from './genWorkspace.mjs';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Peers and results, kept between runs. */
export const cache = join(root, '.cache/bench');

/**
 * @typedef {object} Context
 * @property {boolean} quick a first look: small, one round
 * @property {number} rounds how often everything is measured
 * @property {string} scratch an empty folder, gone after the run; not below `.cache`, as globs pass hidden folders over
 * @property {string} modules the peers' `node_modules`
 * @property {(count: number) => string} workspace folder of so many manifests of about 80 lines, 1.5 % of them broken
 * @property {(lines: number) => string} bigFile folder with one sound file of many documents, `big-<lines>.heady.yaml`
 *
 * @typedef {object} Outcome what a benchmark gives back
 * @property {{title: string, head: string[], rows: unknown[][], note?: string}[]} tables
 * @property {unknown} figures all that was measured, for results.json
 */

/** @returns {Context} */
export function contextOf({ quick, rounds, scratch }) {
  mkdirSync(cache, { recursive: true });
  const made = (name, write) => {
    const folder = join(scratch, name);
    if (!existsSync(folder)) write(folder);
    return folder;
  };
  return {
    quick,
    rounds,
    scratch,
    modules: join(cache, 'node_modules'),
    workspace: (count) => made(`many-${count}`, (folder) => writeWorkspace(folder, { count })),
    bigFile: (lines) => made(`big-${lines}`, (folder) => writeBigFile(folder, lines)),
  };
}

export function removeScratch(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
