#!/usr/bin/env node
// Impact Check against labelled cases: precision, recall and F1 of each rule, and how often the right place is marked,
// beside alex and retext-equality. Prints figures and asserts nothing: docs/impact/evaluation.md says how to read them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadPeers } from '../test/eval/impact/peers.mjs';
import { f1, precision, RULES, recall, score } from '../test/eval/impact/score.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = join(root, 'test/eval/impact');

const USAGE = `usage: npm run eval:impact -- [--no-peers] [--misses FILE]

  --no-peers      do not run alex and retext-equality beside
  --misses FILE   write every wrong answer with its text to FILE; those of held-out cases are left out

Reads test/eval/impact/*.jsonl and the labelled sets (*.jsonl) of ../shared/eval/impact, or of the folder that
HEADY_IMPACT_EVAL names.
`;

/** Sets that nobody may look into while tuning: their sentences are never printed. */
const SEALED = /^heldout\.jsonl$/;
/** One public case in three is held out, by a hash of its id: always the same ones. */
const HELD_OUT = 3;

async function main() {
  const options = { 'no-peers': { type: 'boolean' }, misses: { type: 'string' }, help: { type: 'boolean' } };
  const { values } = parseArgs({ options });
  if (values.help) return process.stdout.write(USAGE);
  const shared = resolve(process.env.HEADY_IMPACT_EVAL ?? join(root, '../shared/eval/impact'));
  const sets = [...setsIn(shared).flatMap(split), ...setsIn(own)];
  if (sets.length === 0) fail(`There are no labelled sets (*.jsonl) in ${shared} or ${own}.`);
  const peers = values['no-peers'] ? {} : await loadPeers(join(root, '.cache/eval-impact'));
  const misses = [];
  for (const set of sets) {
    const findings = ourFindings(set.cases);
    console.log(`\n${set.name}: ${set.cases.length} cases`);
    print('heady', score(set.cases, findings), RULES);
    checkAgainstShared(join(shared, 'score.mjs'), set.cases, findings);
    for (const [name, check] of Object.entries(peers)) {
      const theirs = Object.fromEntries(set.cases.map(({ id, text }) => [id, check(text)]));
      print(name, score(set.cases, theirs), RULES.slice(0, 1));
    }
    if (!set.sealed)
      misses.push(...score(set.cases, findings).misses.map((miss) => ({ set: set.name, ...miss })));
  }
  if (values.misses) writeFileSync(values.misses, misses.map(lineOf).join(''));
}

function setsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => ({
      name: basename(file, '.jsonl'),
      sealed: SEALED.test(file),
      cases: readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line)),
    }));
}

/** Public cases in two parts: those that the lists may be tuned on, and those that are only counted. */
function split(set) {
  if (set.sealed) return [set];
  const isHeldOut = ({ id }) => createHash('sha256').update(id).digest()[0] % HELD_OUT === 0;
  return [
    { ...set, name: `${set.name}, tuned`, cases: set.cases.filter((each) => !isHeldOut(each)) },
    { ...set, name: `${set.name}, held out`, sealed: true, cases: set.cases.filter(isHeldOut) },
  ];
}

/** What `heady impact --jsonl` says, as any pipeline would ask it. */
function ourFindings(cases) {
  const input = cases.map(({ id, field, text }) => JSON.stringify({ id, field, text })).join('\n');
  const args = [join(root, 'dist/cli.js'), 'impact', '--jsonl'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0 && status !== 1) fail(`heady impact could not run:\n${stderr}`);
  return JSON.parse(stdout);
}

function print(name, { rules, clean, flagged }, shown) {
  for (const rule of shown) {
    const tally = rules[rule];
    const figures = [precision(tally), recall(tally), f1(tally), tally.hits / tally.spans].map((figure) =>
      (Number.isFinite(figure) ? figure.toFixed(3) : '-').padStart(7),
    );
    const counts = [tally.tp, tally.fp, tally.fn].map((count) => String(count).padStart(5));
    console.log(`  ${name.padEnd(16)} ${rule.padEnd(30)}${counts.join('')}${figures.join('')}`);
  }
  if (shown.length > 1) console.log(`  clean cases flagged: ${flagged} of ${clean}`);
}

/** Whoever labelled the cases may have brought a scorer: the two must count alike. */
function checkAgainstShared(scorer, cases, findings) {
  if (!existsSync(scorer)) return;
  const folder = mkdtempSync(join(tmpdir(), 'heady-eval-'));
  try {
    const files = ['cases.jsonl', 'findings.json'].map((file) => join(folder, file));
    writeFileSync(files[0], cases.map((each) => JSON.stringify(each)).join('\n'));
    writeFileSync(files[1], JSON.stringify(findings));
    const { stdout } = spawnSync(process.execPath, [scorer, ...files, '--json'], { encoding: 'utf8' });
    const theirs = JSON.parse(stdout).rules;
    const ours = score(cases, findings).rules;
    for (const rule of RULES) {
      const differs = ['tp', 'fp', 'fn'].some((count) => theirs[rule][count] !== ours[rule][count]);
      if (differs)
        console.log(`  ${basename(scorer)} counts ${rule} otherwise: ${JSON.stringify(theirs[rule])}`);
      else if (Math.abs((theirs[rule].spanHitRate ?? 0) - (ours[rule].hits / ours[rule].spans || 0)) > 0.005)
        console.log(
          `  ${basename(scorer)} counts the spans of ${rule} otherwise: ${theirs[rule].spanHitRate}`,
        );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lineOf({ set, item, rule, found }) {
  const kind = item.expect.some((each) => each.rule === rule) ? 'missed' : 'false alarm';
  const marked = found.map(({ text }) => text);
  return `${JSON.stringify({ set, kind, rule, id: item.id, marked, text: item.text, expect: item.expect })}\n`;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

mkdirSync(join(root, '.cache'), { recursive: true });
await main();
