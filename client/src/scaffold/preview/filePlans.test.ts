import { expect, test } from 'vitest';
import type { FileState, ScaffoldFile } from '../../../../server/src/protocol/scaffold.ts';
import { byFolder, type Consent, filePlans, summary, writtenPlans } from './filePlans.ts';

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
});

test('what an undo could not bring back is not overwritten, whoever allows it', () => {
  expect(does([['file:///logo.png', 'overwrite']])[3]).toBe('keep');
  expect(filePlans([file('a', 'unknown')], new Map([['file:///a', 'overwrite']]))[0]?.does).toBe('keep');
});

test('only what is new or overwritten is written, and the rest is told', () => {
  const plans = filePlans(FILES, new Map());
  expect(writtenPlans(plans).map(({ file: { relativePath } }) => relativePath)).toEqual(['src/a.ts']);
  expect(summary(plans)).toBe('1 new, 2 kept as yours, 1 there already');
});

test('files are listed by folder, those of a folder before those below it', () => {
  expect(byFolder(filePlans(FILES, new Map())).map(({ folder, plans }) => [folder, plans.length])).toEqual([
    ['', 2],
    ['src', 2],
  ]);
});
