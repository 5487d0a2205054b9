// server/src/impact/data/<folder>/*.yaml -> generated/impact/<folder>.js: one module a folder, with what each file holds
// under the file's name, and what takes long to make of it. Test cases stay behind. Entries are judged by data/<folder>/entry.schema.json where there is one.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { LineCounter, parseDocument } from 'yaml';
import { compileCriteria } from '../server/src/impact/criteria/lexicon.ts';
import { compileLanguage } from '../server/src/impact/language/lexicon.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const impact = join(root, 'server/src/impact');
const dataFolder = join(impact, 'data');

/** Every file the modules are made of or by, to see whether they are stale. */
export function impactDataFiles() {
  return readdirSync(impact, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** @throws {Error} naming file and line of every malformed entry */
export function generateImpactData(output) {
  mkdirSync(join(output, 'impact'), { recursive: true });
  const problems = [];
  const contents = {};
  for (const folder of folders()) {
    const path = join(dataFolder, folder);
    const validate = entryValidator(path);
    const content = {};
    for (const file of readdirSync(path).sort()) {
      if (!file.endsWith('.yaml')) continue;
      content[basename(file, '.yaml')] = withoutCases(readData(join(path, file), validate, problems));
    }
    writeModule(join(output, 'impact', folder), content);
    contents[folder] = content;
  }
  if (problems.length > 0) throw new Error(`Impact data that cannot be used:\n${problems.join('\n')}`);
  const weights = readFileSync(join(dataFolder, 'criteria/weights.json'), 'utf8');
  writeModule(join(output, 'impact', 'criteriaWeights'), JSON.parse(weights));
  writeModule(join(output, 'impact', 'criteriaCompiled'), compileCriteria(contents.criteria));
  writeModule(join(output, 'impact', 'languageCompiled'), compileLanguage(contents.language));
}

/** As text that is parsed when it is first asked for: faster than JavaScript, and most programs need it late or never. */
function writeModule(path, content) {
  const text = JSON.stringify(JSON.stringify(content));
  writeFileSync(`${path}.js`, `let data;\nexport default () => (data ??= JSON.parse(${text}));\n`);
  writeFileSync(
    `${path}.d.ts`,
    'declare const data: () => Readonly<Record<string, unknown>>;\nexport default data;\n',
  );
}

function folders() {
  return readdirSync(dataFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function entryValidator(folder) {
  const schema = join(folder, 'entry.schema.json');
  return existsSync(schema)
    ? new Ajv2020.default({ allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')))
    : () => true;
}

function readData(file, validate, problems) {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const report = (offset, message) =>
    problems.push(`  ${relative(root, file)}:${lines.linePos(offset ?? 0).line}: ${message}`);
  for (const error of document.errors) report(error.pos[0], error.message.split('\n')[0]);
  if (document.errors.length > 0) return null;
  const data = document.toJS();
  if (Array.isArray(data)) reportEntries(document, data, validate, report);
  return data;
}

function reportEntries(document, entries, validate, report) {
  const seen = new Set();
  entries.forEach((entry, index) => {
    const offset = (path) => document.getIn([index, ...path], true)?.range?.[0] ?? offsetOf(document, index);
    if (seen.has(entry?.id)) report(offset(['id']), `the id "${entry.id}" is taken`);
    seen.add(entry?.id);
    if (validate(entry)) return;
    for (const error of validate.errors) {
      const path = error.instancePath
        .split('/')
        .slice(1)
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      const what = error.params.additionalProperty ?? '';
      report(offset(path), `${entry?.id ?? 'entry'}${error.instancePath} ${error.message} ${what}`.trim());
    }
  });
}

function offsetOf(document, index) {
  return document.getIn([index], true)?.range?.[0];
}

function withoutCases(data) {
  return Array.isArray(data) ? data.map(({ cases: _, ...entry }) => entry) : data;
}
