import { expect, test } from 'vitest';
import type { ScaffoldState } from '../scaffoldWizard.ts';
import { withFreeNumber } from './freeNumber.ts';

const TAKEN = ['app-1', 'app-2', 'db-5'];

const questions = {
  async check({ answers }: ScaffoldState) {
    const name = `${answers.name}-${answers.parameters?.index ?? 1}`;
    const problem = { rule: 'naming/duplicate', severity: 'error', message: '' } as const;
    return { problems: TAKEN.includes(name) ? [problem] : [], asked: [] };
  },
};

function machine(name: string | undefined, index?: number): ScaffoldState {
  const template = { parameters: [{ name: 'index', default: 1 }] };
  const answers = { name, ...(index !== undefined && { parameters: { index } }) };
  return { kind: 'VirtualMachine', template, answers } as unknown as ScaffoldState;
}

test('a role that is free keeps the number that it has', async () => {
  const state = machine('web');
  expect(await withFreeNumber(questions, state, machine(undefined))).toBe(state);
});

test('where machines of the role are there it takes the next number', async () => {
  const { answers } = await withFreeNumber(questions, machine('app'), machine(undefined));
  expect(answers.parameters).toEqual({ index: 3 });
});

test('a number that was chosen stays, and counts on from there where it is taken', async () => {
  const chosen = machine('app', 7);
  expect(await withFreeNumber(questions, chosen, chosen)).toBe(chosen);
  expect((await withFreeNumber(questions, machine('db', 5), machine('db', 5))).answers.parameters).toEqual({
    index: 6,
  });
});

test('another role begins anew', async () => {
  const { answers } = await withFreeNumber(questions, machine('web', 3), machine('app', 3));
  expect(answers.parameters).toEqual({ index: 1 });
});
