// prose.mjs MODULES TEXTS CHECKER BUNDLE: a checker of wording over texts (a JSON list of lists), one process; times each
// list twice over, as the first pass is also that of the compiler.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPeers } from '../../eval/impact/peers.mjs';

const [modules, texts, checker, bundle] = process.argv.slice(2);

async function load() {
  if (checker !== 'heady') return (await loadPeers(dirname(modules)))[checker];
  const { checkText } = await import(pathToFileURL(bundle).href);
  return (text) => checkText(text, 'description');
}

const check = await load();
const outcome = JSON.parse(readFileSync(texts, 'utf8')).map((list) => {
  const passes = [0, 1].map(() => {
    const started = performance.now();
    const found = list.reduce((sum, text) => sum + check(text).length, 0);
    return { ms: performance.now() - started, found };
  });
  return { first: passes[0].ms, ...passes[1] };
});
console.log(JSON.stringify(outcome));
