import { expect, test } from 'vitest';
import type { FileState, ScaffoldFile } from '../../../../server/src/protocol/scaffold.ts';
import { type Consent, filePlans, sections, sizesWord, summary, writtenPlans } from './filePlans.ts';

function file(relativePath: string, state: FileState, more: Partial<ScaffoldFile> = {}): ScaffoldFile {
  return {
    uri: `file:///${relativePath}`,
    relativePath,
    text: 'a',
    size: 1,
    executable: false,
    state,
    ...more,
  };
}

const FILES = [
  file('README.md', 'different', { existing: 'mine' }),
  file('src/a.ts', 'new'),
  file('src/b.ts', 'identical'),
  file('logo.png', 'different'),
];

const does = (consents: [string, Consent][]) => filePlans(FILES, new Map(consents)).map((plan) => plan.does);

test('nothing is overwritten that nobody allowed to be', () => {
  expect(does([])).toEqual(['keep', 'create', 'leave', 'keep']);
  expect(does([['file:///README.md', 'overwrite']])).toEqual(['overwrite', 'create', 'leave', 'keep']);
  expect(does([['file:///logo.png', 'overwrite']])[3]).toBe('overwrite');
});

test('what nobody could look at is not overwritten, whoever allows it', () => {
  expect(filePlans([file('a', 'unknown')], new Map([['file:///a', 'overwrite']]))[0]?.does).toBe('keep');
});

test('only what is new or overwritten is written, and the rest is told', () => {
  const plans = filePlans(FILES, new Map());
  expect(writtenPlans(plans).map(({ file: { relativePath } }) => relativePath)).toEqual(['src/a.ts']);
  expect(summary(plans)).toBe('1 new, 2 kept as yours, 1 there already');
});

const listed = (files: readonly ScaffoldFile[], within: string) =>
  sections(filePlans(files, new Map()), within).map(({ title, files }) => [
    title,
    ...files.map(({ name }) => name),
  ]);

test('what has to be decided comes first, then the project by folder, then the rest', () => {
  const files = [
    file('.github/workflows/x.yml', 'new'),
    file('services/x/src/deep/a.ts', 'new'),
    file('services/x/src/b.ts', 'new'),
    file('services/x/README.md', 'different'),
    file('services/x/main.ts', 'new'),
  ];
  expect(listed(files, 'services/x')).toEqual([
    ['there already, and different', 'README.md'],
    ['services/x', 'main.ts', 'src/b.ts', 'src/deep/a.ts'],
    ['elsewhere in the workspace folder', '.github/workflows/x.yml'],
  ]);
});

test('a project that is the workspace folder has nothing elsewhere', () => {
  expect(listed([file('b/a', 'new'), file('c', 'new')], '')).toEqual([['workspace folder', 'c', 'b/a']]);
});

test('how much would be overwritten is told in lines, or in bytes where there are none', () => {
  expect(sizesWord(file('a', 'different', { existing: 'x\ny\n', text: 'z' }))).toBe(
    "Yours has 2 lines, the template's 1 line.",
  );
  expect(sizesWord(file('a', 'different', { existingSize: 1, size: 2000 }))).toBe(
    "No text: yours has 1 byte, the template's 2,000 bytes.",
  );
});
