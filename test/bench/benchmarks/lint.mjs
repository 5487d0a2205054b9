// `heady lint` with all rules, beside Spectral with five and beside parsing alone.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/context.mjs';
import { contestant, measured } from '../support/measured.mjs';
import { median } from '../support/statistics.mjs';

export const about = 'heady lint, cold and warm, beside Spectral and beside parsing alone';

/** @param {import('../support/context.mjs').Context} context */
export async function run(context) {
  const sizes = context.quick ? [1000] : [5000, 10_000];
  const outcomes = [];
  for (const count of sizes) outcomes.push(await lintOf(count, context));
  return { tables: outcomes.map(({ table }) => table), figures: outcomes.map(({ figures }) => figures) };
}

/** In the order in which a round runs them: the warm run finds what the cold one kept. */
function contestantsFor(folder, { modules, scratch }) {
  const heady = (...options) => [join(root, 'dist/cli.js'), 'lint', folder, '--format', 'json', ...options];
  const floor = (parser) => ({ args: [contestant('parseFloor.mjs'), modules, folder, parser] });
  const glob = `${folder}/**/*.heady.yaml`;
  const ruleset = contestant('spectralRuleset.yaml');
  let kept;
  return {
    'heady lint, cold': () => {
      kept = mkdtempSync(join(scratch, 'kept-'));
      return { args: heady(), env: { HEADY_CACHE_DIR: kept } };
    },
    'heady lint, warm': () => ({ args: heady(), env: { HEADY_CACHE_DIR: kept } }),
    'Spectral core, five rules': () => ({ args: [contestant('spectralCore.mjs'), modules, folder] }),
    'Spectral CLI, five rules': () => ({
      args: [
        join(modules, '@stoplight/spectral-cli/dist/index.js'),
        'lint',
        glob,
        '-r',
        ruleset,
        '-f',
        'json',
        '--quiet',
      ],
    }),
    'line scan': () => floor('lines'),
    'js-yaml parseEvents': () => floor('js-yaml'),
    'yaml parseAllDocuments': () => floor('yaml'),
  };
}

async function lintOf(count, context) {
  const contestants = Object.entries(contestantsFor(context.workspace(count), context));
  const rounds = [];
  for (let round = 0; round < context.rounds; round++) {
    const runs = {};
    for (const [name, make] of contestants) {
      const { args, env } = make();
      const { stdout, ...usage } = await measured(args, { scratch: context.scratch, env });
      runs[name] = { ...usage, ...resultOf(stdout) };
      console.error(
        `  ${count} files, round ${round + 1}/${context.rounds}: ${name} ${Math.round(usage.ms)} ms`,
      );
    }
    rounds.push(runs);
  }
  return { figures: { count, rounds }, table: tableOf(count, rounds) };
}

/** What a linter or one of our own contestants printed. */
function resultOf(stdout) {
  const result = JSON.parse(stdout);
  if ('workMs' in result) return result;
  return { found: (result.findings ?? result).length };
}

function tableOf(count, rounds) {
  const rows = Object.keys(rounds[0]).map((name) => {
    const of = (figure) => median(rounds.map((runs) => runs[name][figure]));
    const ratio = (figure) =>
      median(rounds.map((runs) => runs[name][figure] / runs['heady lint, cold'][figure]));
    return [
      ...[name, of('ms'), of('workMs'), (1000 * count) / of('ms'), of('cpuMs'), of('peakMb')],
      ...[ratio('ms'), ratio('cpuMs'), of('found')],
    ];
  });
  return {
    title: `Lint of ${count} manifests of about 80 lines, median of ${rounds.length}`,
    head: ['', 'ms', 'of it work', 'files/s', 'CPU ms', 'peak MB', 'x cold', 'CPU x cold', 'found'],
    rows,
    note: `ms: whole processes, from start to end; of it work: without the start of the process and the reading of files.
"x cold": how many times as much as \`heady lint\`, cold, took in the same round.
found: findings; for parsers, files that they threw at.`,
  };
}
