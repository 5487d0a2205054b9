// What alex and retext-equality say of the same texts. Installed on the first run, never with the project.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PACKAGES = {
  alex: '11.0.1',
  'retext-equality': '7.1.0',
  'retext-english': '5.0.0',
  'retext-stringify': '4.0.0',
  unified: '11.0.5',
};

/** Both know exclusionary language alone; what they find is counted for that rule, also where it is a criterion. */
const RULE = 'impact/exclusionary-language';

/**
 * @param folder where they are installed
 * @returns by name, a function from a text to findings; none where npm cannot install them
 */
export async function loadPeers(folder) {
  if (!install(folder)) return {};
  const from = createRequire(join(folder, 'package.json'));
  const load = (name) => import(pathToFileURL(from.resolve(name)).href);
  const [alex, { unified }, english, equality, stringify] = await Promise.all(
    ['alex', 'unified', 'retext-english', 'retext-equality', 'retext-stringify'].map(load),
  );
  const processor = unified().use(english.default).use(equality.default).use(stringify.default).freeze();
  const alexText = alex.text ?? alex.default.text;
  return {
    alex: (text) => alexText(text).messages.map((message) => toFinding(text, message)),
    'retext-equality': (text) =>
      processor.processSync(text).messages.map((message) => toFinding(text, message)),
  };
}

function install(folder) {
  if (Object.keys(PACKAGES).every((name) => existsSync(join(folder, 'node_modules', name, 'package.json'))))
    return true;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }));
  console.error(
    `Installing ${Object.entries(PACKAGES)
      .map((each) => each.join('@'))
      .join(', ')} into .cache ...`,
  );
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const args = [...first, 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  return spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

function toFinding(text, { place, position }) {
  const range = place ?? position;
  const start = range?.start?.offset ?? range?.offset ?? 0;
  const end = range?.end?.offset ?? start;
  return { rule: RULE, start, end, text: text.slice(start, end) };
}
