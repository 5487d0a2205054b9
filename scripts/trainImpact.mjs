#!/usr/bin/env node
// test/eval/impact/*.jsonl and the cases of data/criteria -> server/src/impact/data/criteria/weights.json: how much each feature of a mention speaks for a
// criterion. Logistic regression with AdaGrad, the same on every run. `--check` prints what a model learnt from four fifths
// of the texts finds in the fifth one. heldout.jsonl is never read here, nor is what a hash sets aside (evalImpact.mjs).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { builtInCriteria } from '../server/src/impact/criteria/builtIn.ts';
import { featuresOf } from '../server/src/impact/criteria/features.ts';
import { scoreOf } from '../server/src/impact/criteria/model.ts';
import { readSentence, sentencesOf } from '../server/src/impact/criteria/sentence.ts';
import { wordsOf } from '../server/src/impact/text/words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const labelled = join(root, 'test/eval/impact');
const output = join(root, 'server/src/impact/data/criteria/weights.json');

const EPOCHS = 50;
const RATE = 0.2;
const DECAY = 0.1;
/** A feature seen in one text alone says nothing of others. */
const LEAST_SEEN = 2;
const FOLDS = 5;
const CASE_REPEATS = 3;

const labelledTexts = readdirSync(labelled)
  .filter((file) => file.endsWith('.jsonl') && file !== 'heldout.jsonl')
  .sort()
  .flatMap((file) =>
    readFileSync(join(labelled, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => JSON.parse(line)),
  );
const texts = [...labelledTexts, ...['attributes', 'proxies'].flatMap(casesOf)];
const examples = texts.flatMap(examplesOf);

if (process.argv.includes('--check')) crossValidate();
else {
  const weights = train(examples);
  const lines = Object.entries(weights)
    .map(([name, weight]) => [name, Math.round(weight * 100) / 100])
    .filter(([, weight]) => Math.abs(weight) >= 0.02)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, weight]) => `${JSON.stringify(name)}:${weight}`);
  writeFileSync(output, `{\n${lines.join(',\n')}\n}\n`);
  console.log(`${examples.length} mentions in ${texts.length} texts: ${lines.length} weights.`);
}

/** The cases of data entries, as often as it takes for a new entry to be learnt. */
function casesOf(file) {
  const entries = parse(readFileSync(join(root, `server/src/impact/data/criteria/${file}.yaml`), 'utf8'));
  const rule = file === 'attributes' ? 'impact/protected-attribute' : 'impact/proxy-attribute';
  const texts = entries.flatMap(({ cases }) => [
    ...cases.found
      .flatMap(Object.entries)
      .map(([field, text]) => ({ field, text, expect: [{ rule, span: text }] })),
    ...cases.clean.flatMap(Object.entries).map(([field, text]) => ({ field, text, expect: [] })),
  ]);
  return Array(CASE_REPEATS).fill(texts).flat();
}

/** Every mention of a text, with whether it is labelled. A mention beside the one that is meant says neither. */
function examplesOf(text, index) {
  const identifier = text.field === 'name' || text.field === 'label';
  return sentencesOf(wordsOf(text.text)).flatMap((words) => {
    const sentence = readSentence(words, builtInCriteria(), identifier);
    return sentence.mentions.map((mention) => {
      const spans = text.expect.filter(({ rule }) => rule === mention.of.rule).map(({ span }) => span);
      const start = words[mention.from].start;
      const end = words[mention.to - 1].end;
      const meant = spans.some((span) => {
        const at = text.text.indexOf(span);
        return start < at + span.length && end > at;
      });
      return {
        index,
        rule: mention.of.rule,
        features: featuresOf(sentence, mention, text.field),
        label: meant ? 1 : spans.length > 0 ? null : 0,
      };
    });
  });
}

function train(all) {
  const known = all.filter(({ label }) => label !== null);
  const seen = new Map();
  for (const { features } of known) for (const name of features) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = [...seen].filter(([, times]) => times >= LEAST_SEEN).map(([name]) => name);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const rows = known.map(({ features }) =>
    features.map((name) => numbers.get(name)).filter((number) => number !== undefined),
  );
  const weights = new Float64Array(names.length);
  const squares = new Float64Array(names.length).fill(0.01);
  for (let epoch = 0; epoch < EPOCHS; epoch++)
    for (let step = 0; step < rows.length; step++) {
      // A prime stride visits all of them in an order that is neither the files' nor random.
      const at = (step * 7919 + epoch * 31) % rows.length;
      let score = 0;
      for (const number of rows[at]) score += weights[number];
      const error = 1 / (1 + Math.exp(-score)) - known[at].label;
      for (const number of rows[at]) {
        const gradient = error + DECAY * weights[number];
        squares[number] += gradient * gradient;
        weights[number] -= (RATE * gradient) / Math.sqrt(squares[number]);
      }
    }
  return Object.fromEntries(names.map((name, number) => [name, weights[number]]));
}

function crossValidate() {
  const found = new Set();
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = train(examples.filter(({ index }) => index % FOLDS !== fold));
    for (const { index, rule, features } of examples)
      if (index % FOLDS === fold && scoreOf(features, weights) > 0) found.add(`${index} ${rule}`);
  }
  for (const rule of ['impact/protected-attribute', 'impact/proxy-attribute']) {
    let [right, wrong, missed] = [0, 0, 0];
    texts.forEach((text, index) => {
      const expected = text.expect.some((label) => label.rule === rule);
      const reported = found.has(`${index} ${rule}`);
      if (expected && reported) right++;
      else if (reported) wrong++;
      else if (expected) missed++;
    });
    const precision = right / (right + wrong);
    const recall = right / (right + missed);
    const f1 = (2 * precision * recall) / (precision + recall);
    console.log(
      `${rule}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`,
    );
  }
}
