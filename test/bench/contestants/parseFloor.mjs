// parseFloor.mjs MODULES FOLDER PARSER: what parsing alone costs, without a rule; one process, texts read beforehand.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readManifests, tell } from './manifests.mjs';

const [modules, folder, name] = process.argv.slice(2);
const require = createRequire(join(modules, 'any.js'));

const PARSERS = {
  /** No parser: indentation and the first colon of each line. */
  lines: () => (text) => {
    const places = [];
    for (let start = 0; start < text.length; ) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      let content = start;
      while (text.charCodeAt(content) === 32) content++;
      const colon = text.indexOf(':', content);
      places.push(content, colon < end ? colon : -1);
      start = end + 1;
    }
    return places;
  },
  'js-yaml': () => {
    const { parseEvents } = require('js-yaml');
    return (text) => parseEvents(text, {});
  },
  yaml: () => {
    const { parseAllDocuments } = require('yaml');
    return (text) => parseAllDocuments(text);
  },
};

const parse = PARSERS[name]();
const manifests = readManifests(folder);
const started = performance.now();
let failed = 0;
for (const { text } of manifests) {
  try {
    parse(text);
  } catch {
    failed++;
  }
}
tell(started, failed);
