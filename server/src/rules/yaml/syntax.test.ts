import { expect, it } from 'vitest';
import { findingsOf, SOUND, sound } from '../testing.ts';

it('says nothing about YAML, an empty file or one of comments alone', () => {
  expect(findingsOf(SOUND)).toEqual([]);
  expect(findingsOf('')).toEqual([]);
  expect(findingsOf('# nothing yet\n---\n')).toEqual([]);
});

it('marks a repeated key', () => {
  const text = sound('  plane: app\n', '  plane: app\n  plane: data\n');
  expect(findingsOf(text)).toEqual(['yaml/syntax 12:3 plane']);
});

it('keeps checking the rest, but does not say what is missing', () => {
  const text = sound('  plane: app\n', '  runtime: dokcer\n').replace('    Owner: team-billing\n', '');
  expect(findingsOf(text)).toEqual(['schema/enum 10:12 dokcer', 'yaml/syntax 11:3 runtime']);
});

it('leaves the neighbours of a broken document alone', () => {
  const found = findingsOf(`${sound('dev-health-billing', "'dev-health-billing")}---\n${SOUND}`);
  expect(found.map((finding) => finding.split(' ')[0])).toContain('yaml/syntax');
  expect(findingsOf(SOUND)).toEqual([]);
});

it('says one fault once', () => {
  expect(findingsOf(sound('  plane: app', '\tplane: app'))).toEqual(['yaml/syntax 11:1 \t']);
  expect(findingsOf(sound('plane: app', 'plane: [app'))).toEqual(['yaml/syntax 12:3 r']);
  const nested = `${'{ a: '.repeat(150)}1${' }'.repeat(150)}`;
  expect(findingsOf(sound('plane: app', `plane: app\n  env: ${nested}`))).toEqual([
    expect.stringMatching(/^yaml\/syntax 12:/),
  ]);
});

it('finds each tab that indents a line', () => {
  const text = sound('  runtime: podman\n  replicas', '\truntime: podman\n\treplicas');
  expect(findingsOf(text)).toEqual(['yaml/syntax 12:1 \t', 'yaml/syntax 13:1 \t']);
});
