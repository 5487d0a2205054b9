import { expect, test } from 'vitest';
import { settleConflicts } from './conflicts.ts';
import { parseManifest } from './parse.ts';

const CONFLICT = `kind: Service
spec:
<<<<<<< yours
  plane: app # why
=======
  plane: data
  state: stateful
>>>>>>> template 2.0.0
  replicas: 1
`;

test.each([
  ['', CONFLICT],
  [' with the ends of lines of Windows', CONFLICT.replaceAll('\n', '\r\n')],
  [' with what both started from', CONFLICT.replace('=======', '||||||| base\n  plane: control\n=======')],
])('a merge that is not finished is one problem, and the rest is understood%s', (_, text) => {
  const document = parseManifest(text).documents[0]?.document;
  expect(document?.syntaxProblems).toEqual([
    {
      start: text.indexOf('<<<<<<<'),
      end: expect.any(Number),
      message:
        'A merge is not finished: choose between "yours" and "template 2.0.0", and delete the lines with <<<<<<<, ======= and >>>>>>>.',
    },
  ]);
  expect(document?.value).toEqual({ kind: 'Service', spec: { plane: 'app', replicas: 1 } });
});

test('each conflict has its own', () => {
  const { text, problems = [] } = settleConflicts(CONFLICT + CONFLICT) ?? {};
  expect(problems).toHaveLength(2);
  expect(text).toHaveLength(CONFLICT.length * 2);
});

test.each([
  'kind: Service\n',
  'a: |\n  <<<<<<< x\n',
  '<<<<<<< yours\na: 1\n',
  'a: 1\n<<<<<<< yours\n<<<<<<< yours\n',
])('%j has none', (text) => {
  expect(settleConflicts(text)).toBeUndefined();
});

test('a text that is nothing but markers does not hold anybody up', () => {
  expect(settleConflicts('<<<<<<< yours\n'.repeat(20_000))).toBeUndefined();
  expect(settleConflicts(`<<<<<<< yours\n${'=======\n'.repeat(20_000)}`)).toBeUndefined();
});
