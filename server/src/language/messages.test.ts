import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { codeActions } from './codeActions.ts';
import { projectOf } from './testWorkspace.ts';
import { validate } from './validate.ts';

const FILES = Object.fromEntries(
  globSync('samples/broken/*.heady.yaml').map((path) => [`file:///w/${path}`, readFileSync(path, 'utf8')]),
);

test('messages and titles are plain text: no Markdown shows through', () => {
  const project = projectOf(FILES);
  const texts = Object.keys(FILES).flatMap((uri) =>
    validate(project, uri).flatMap(({ message, range, relatedInformation = [] }) => [
      String(message),
      ...relatedInformation.map((related) => related.message),
      ...codeActions(project, uri, range, { versionOf: () => null, snippets: false, resolves: true }).map(
        ({ title }) => title,
      ),
    ]),
  );
  expect(texts.length).toBeGreaterThan(100);
  const marked = texts.filter((text) => text.includes('`'));
  expect(marked, 'names and values stand in "double quotes"').toEqual([]);
});
