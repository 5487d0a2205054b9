import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { format } from '../language/format.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { Answers } from './decisions.ts';
import { markdownReport } from './markdown.ts';
import { ANSWERS, adoptTexts } from './testAdoption.ts';

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/adopt/', import.meta.url));

/** Files of a fixture in the shape of real ones, by path. */
function fixture(name: string): Record<string, string> {
  const files = readdirSync(`${FIXTURES}${name}`, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((entry) => entry.isFile())
    .map((entry) =>
      `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(FIXTURES.length + name.length + 1),
    )
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(`${FIXTURES}${name}/${path}`, 'utf8')]));
}

/** What must stay where it is, in any of the fixtures. */
const CREDENTIALS = [
  ...[
    'Winter2024x',
    'ghp_0123456789',
    'c2VjcmV0LXZhbHVl',
    'whsec_must_stay',
    'k3y-that-must-stay',
    'must-stay-where',
  ],
];

describe.each<[string, Answers]>([
  ['compose', ANSWERS],
  ['kubernetes', { ...ANSWERS, vertical: 'impact' }],
  ['backstage', { environment: 'prod' }],
  ['heady', { owner: 'team-platform', vertical: 'desk' }],
])('%s', (name, defaults) => {
  const report = adoptTexts(fixture(name), { defaults });

  test('becomes these manifests and this report', async () => {
    await expect(markdownReport(report, { withTexts: true })).toMatchFileSnapshot(
      `${FIXTURES}${name}.golden.md`,
    );
  });

  test('is written as the formatter writes', () => {
    for (const { text, path } of report.manifests) {
      expect(format(parseManifest(text), { tabSize: 2 }), path).toEqual([]);
    }
  });

  test('says nothing of what must stay where it is', () => {
    const said = JSON.stringify(report);
    for (const credential of CREDENTIALS) expect(said).not.toContain(credential);
  });

  test('adds nothing when it is adopted again', () => {
    const there = Object.fromEntries(report.manifests.map(({ path, text }) => [path, text]));
    const again = adoptTexts(fixture(name), { defaults, there });
    expect(again.manifests.filter(({ status }) => status !== 'there')).toEqual([]);
    expect(again.manifests.map(({ path }) => path)).toEqual(report.manifests.map(({ path }) => path));
  });
});
