// Impact Check beside alex and retext-equality: how much text a second, and whether time grows with the text alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parseAllDocuments, visit } from 'yaml';
import { readManifests } from '../contestants/manifests.mjs';
import { root } from '../support/context.mjs';
import { contestant, measured } from '../support/measured.mjs';
import { median } from '../support/statistics.mjs';

export const about = 'Impact Check beside retext-equality and alex, over string values and labelled texts';

const CHECKERS = ['heady', 'retext-equality', 'alex'];
/** Copies of the labelled texts in one text: what is linear takes as long for a character of each. */
const COPIES = [1, 10, 100];

/** @param {import('../support/context.mjs').Context} context */
export async function run(context) {
  const inputs = inputsFrom(context);
  const texts = join(context.scratch, 'texts.json');
  const growing = join(context.scratch, 'growing.json');
  writeFileSync(texts, JSON.stringify(Object.values(inputs)));
  const whole = labelledTexts().slice(0, 300).join('\n');
  writeFileSync(growing, JSON.stringify(COPIES.map((copies) => [`${whole}\n`.repeat(copies)])));
  const bundle = await bundled(context.scratch);
  const rounds = [];
  const growth = [];
  for (let round = 0; round < context.rounds; round++) {
    rounds.push({});
    for (const checker of CHECKERS) rounds[round][checker] = await check(context, texts, checker, bundle);
    growth.push(await check(context, growing, 'heady', bundle));
  }
  return {
    figures: { rounds, growth },
    tables: [throughputOf(inputs, rounds), growthOf(whole.length, growth)],
  };
}

async function check({ modules, scratch }, texts, checker, bundle) {
  const args = [contestant('prose.mjs'), modules, texts, checker, bundle];
  const { stdout, peakMb } = await measured(args, { scratch });
  return { peakMb, lists: JSON.parse(stdout) };
}

/** Lists of texts by what they are. */
function inputsFrom({ quick, workspace }) {
  const strings = readManifests(workspace(quick ? 100 : 500)).flatMap(({ text }) => stringsIn(text));
  return {
    'every string value of manifests': strings,
    'of them, three words and more': strings.filter((text) => /\S\s+\S+\s+\S/.test(text)),
    'labelled texts (test/eval)': labelledTexts(),
  };
}

function stringsIn(text) {
  const strings = [];
  for (const document of parseAllDocuments(text)) {
    const scalar = (key, { value }) => key !== 'key' && typeof value === 'string' && strings.push(value);
    visit(document, { Scalar: (key, node) => void scalar(key, node) });
  }
  return strings;
}

function labelledTexts() {
  const lines = readFileSync(join(root, 'test/eval/impact/development.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line).text);
}

async function bundled(scratch) {
  const outfile = join(scratch, 'checkText.mjs');
  const entryPoints = [join(root, 'server/src/impact/check.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
}

function throughputOf(inputs, rounds) {
  const rows = Object.entries(inputs).flatMap(([what, list], index) => {
    const megabytes = list.join('').length / 1e6;
    return CHECKERS.map((checker) => {
      const of = (figure) => median(rounds.map((round) => round[checker].lists[index][figure]));
      const times = median(
        rounds.map((round) => round[checker].lists[index].ms / round.heady.lists[index].ms),
      );
      const peak = median(rounds.map((round) => round[checker].peakMb));
      return [
        `${checker}: ${what}`,
        of('ms'),
        megabytes / (of('ms') / 1000),
        of('first'),
        times,
        peak,
        of('found'),
      ];
    });
  });
  return {
    title: `Wording, median of ${rounds.length}`,
    head: ['', 'ms', 'MB/s', 'first pass ms', 'x heady', 'peak MB', 'found'],
    rows,
    note: 'One call a text. "x heady": how many times as long as heady in the same round. found: findings, right or wrong;\nhow right they are is what test/eval measures.',
  };
}

function growthOf(length, growth) {
  const rows = COPIES.map((copies, index) => {
    const { found } = growth[0].lists[index];
    const time = median(growth.map(({ lists }) => lists[index].ms));
    return [
      `${Math.round((length * copies) / 1000)} KB in one text`,
      time,
      (1000 * time) / ((length * copies) / 1000),
      found,
    ];
  });
  return { title: 'Impact Check of a growing text', head: ['', 'ms', 'µs/KB', 'found'], rows };
}
