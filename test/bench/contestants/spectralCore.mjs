// spectralCore.mjs MODULES FOLDER: Spectral as a library, one process, texts read beforehand.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readManifests, tell } from './manifests.mjs';

const [modules, folder] = process.argv.slice(2);
const require = createRequire(join(modules, 'any.js'));
const { Document, Spectral } = require('@stoplight/spectral-core');
const functions = require('@stoplight/spectral-functions');
const { Yaml } = require('@stoplight/spectral-parsers');
const ruleset = fileURLToPath(new URL('spectralRuleset.yaml', import.meta.url));
const { rules } = require('js-yaml').load(readFileSync(ruleset, 'utf8'));
for (const rule of Object.values(rules)) rule.then.function = functions[rule.then.function];

const manifests = readManifests(folder);
const spectral = new Spectral();
spectral.setRuleset({ rules });
const started = performance.now();
let found = 0;
for (const { path, text } of manifests) found += (await spectral.run(new Document(text, Yaml, path))).length;
tell(started, found);
