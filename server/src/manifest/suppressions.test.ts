import { expect, test } from 'vitest';
import { parseManifest } from './parse.ts';

function suppressions(text: string) {
  return parseManifest(text).documents.flatMap(({ document }) =>
    document.suppressions.map(({ rule, reason, coversLine }) => ({ rule, reason, coversLine })),
  );
}

test.each([
  [
    'above a line',
    'a: 1\n# heady-ignore x/y: because\nb: 2\n',
    [{ rule: 'x/y', reason: 'because', coversLine: 2 }],
  ],
  [
    'at the end of a line',
    'a: 1 # heady-ignore x/y: because\nb: 2\n',
    [{ rule: 'x/y', reason: 'because', coversLine: 0 }],
  ],
  [
    'stacked',
    '# heady-ignore x/y: one\n# heady-ignore x/z: two\na: 1\n',
    [
      { rule: 'x/y', reason: 'one', coversLine: 2 },
      { rule: 'x/z', reason: 'two', coversLine: 2 },
    ],
  ],
  [
    'a blank line ends it',
    '# heady-ignore x/y: one\n\na: 1\n',
    [{ rule: 'x/y', reason: 'one', coversLine: undefined }],
  ],
  ['no reason', 'a: 1 # heady-ignore x/y\n', [{ rule: 'x/y', reason: '', coversLine: 0 }]],
  ['a colon and no reason', 'a: 1 # heady-ignore x/y: \n', [{ rule: 'x/y', reason: '', coversLine: 0 }]],
  [
    'a reason with colons',
    'a: 1 # heady-ignore x/y: see https://a.b/c: there\n',
    [{ rule: 'x/y', reason: 'see https://a.b/c: there', coversLine: 0 }],
  ],
  [
    'no space after the sign',
    'a: 1 #heady-ignore x/y: because\n',
    [{ rule: 'x/y', reason: 'because', coversLine: 0 }],
  ],
  ['CRLF', '# heady-ignore x/y: because\r\na: 1\r\n', [{ rule: 'x/y', reason: 'because', coversLine: 1 }]],
  ['inside quotes it is text', 'a: "b # heady-ignore x/y: because"\n', []],
  ['inside a block it is text', 'a: |\n  # heady-ignore x/y: because\nb: 1\n', []],
  [
    'on the header of a block it is a comment',
    'a: | # heady-ignore x/y: because\n  text\n',
    [{ rule: 'x/y', reason: 'because', coversLine: 0 }],
  ],
  ['glued to a word it is none', 'a: b# heady-ignore x/y: because\n', []],
  ['other words are none', 'a: 1 # heady-ignored x/y: because\n', []],
])('%s', (_, text, expected) => {
  expect(suppressions(text)).toEqual(expected);
});
