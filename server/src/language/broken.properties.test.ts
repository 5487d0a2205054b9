import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { expect, it } from 'vitest';
import type { ManifestFile } from '../manifest/file.ts';
import { lineStartsOf, positionAt } from '../manifest/lines.ts';
import { prepareCallHierarchy } from './callHierarchy.ts';
import { codeActions } from './codeActions.ts';
import { codeLenses } from './codeLens.ts';
import { complete } from './complete.ts';
import { definition } from './definition.ts';
import { documentLinks } from './documentLinks.ts';
import { foldingRanges } from './folding.ts';
import { format } from './format.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlayHints.ts';
import { onTypeFormat } from './onTypeFormat.ts';
import type { Project } from './project.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { RenameRefused } from './renameRefusals.ts';
import { selectionRange } from './selectionRanges.ts';
import { semanticTokens } from './semanticTokens.ts';
import { documentSymbols } from './symbols.ts';
import { oneOf } from './testRandomWorkspace.ts';
import { projectOf } from './testWorkspace.ts';

const URI = 'file:///w/broken.heady.yaml';
const OPTIONS = { versionOf: () => null, renamesFiles: true, snippets: true, resolves: true };

/** The documents of the samples, and what is done to them. */
const SAMPLES = globSync('samples/**/*.{yaml,json}', { dot: true })
  .map((path) => readFileSync(path, 'utf8'))
  .flatMap((text) => text.split(/^---\n/m));
const DEBRIS = [
  '',
  ' ',
  '\n',
  '\n\n',
  '\t',
  '\r',
  '\r\n',
  ':',
  ': ',
  '- ',
  '-',
  '? ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  "'",
  '|\n',
  '>-\n',
  '#',
  ' # ',
  '&a ',
  '*a',
  '!t ',
  '<<: *a\n',
  '---\n',
  '...\n',
  '%YAML 1.2\n',
  '\\',
  '\u0000',
  '\ufeff',
  '\u2028',
  '😀',
  '\ud83d',
  '@',
  '`',
  '# heady-ignore ',
  '__proto__: ',
];

const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  gone: fc.nat({ max: 40 }),
  text: oneOf(DEBRIS),
});
const brokenText = fc
  .record({
    sample: oneOf(SAMPLES),
    damages: fc.array(damage, { minLength: 1, maxLength: 6 }),
    cut: fc.double({ min: 0.2, max: 1, noNaN: true }),
    eol: oneOf(['\n', '\r\n', '\r']),
  })
  .map(({ sample, damages, cut, eol }) => {
    const start = sample.slice(0, Math.round(cut * Math.min(sample.length, 1_200)));
    return damages
      .reduce((text, { at, gone, text: debris }) => {
        const from = Math.floor(at * text.length);
        return text.slice(0, from) + debris + text.slice(from + gone);
      }, start)
      .replaceAll('\n', eol);
  });

it('broken text anywhere is answered or declined by every feature at every offset, in bounded time', {
  timeout: 180_000,
}, () => {
  expect(SAMPLES.length).toBeGreaterThan(100);
  fc.assert(
    fc.property(brokenText, (text) => {
      const project = projectOf({ [URI]: text });
      const file = project.file(URI);
      if (!file) throw new Error('no file');
      const started = performance.now();
      askOfWhole(project, file);
      for (let offset = 0; offset <= text.length; offset++) askAt(project, file, offset);
      // A thousand offsets, fourteen questions each: a hundred times what they take.
      expect(performance.now() - started).toBeLessThan(20_000);
    }),
    { numRuns: 300 },
  );
});

function askOfWhole(project: Project, file: ManifestFile): void {
  const whole = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };
  format(file, { tabSize: 2 });
  documentSymbols(file);
  documentLinks(file, URI);
  foldingRanges(file);
  semanticTokens(file, project.verticals());
  inlayHints(project, file, whole);
  codeLenses(project, file, URI);
  codeActions(project, URI, whole, OPTIONS);
}

function askAt(project: Project, file: ManifestFile, offset: number): void {
  const position = positionAt(lineStartsOf(file.text), offset);
  hover(file, offset, project);
  definition(project, file, offset);
  references(project, file, offset, true);
  prepareCallHierarchy(project, file, offset);
  selectionRange(file, offset);
  onTypeFormat(file, position, { tabSize: 2 });
  complete(file, offset, project);
  if (!prepareRename(file, offset)) return;
  for (const name of ['dev-zz-zz', 'zz', '', 'not: a name']) {
    try {
      rename(project, file, offset, name, OPTIONS);
    } catch (error) {
      expect(error).toBeInstanceOf(RenameRefused);
    }
  }
}
