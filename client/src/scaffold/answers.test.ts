import { expect, test } from 'vitest';
import type { ScaffoldProblem } from '../../../server/src/protocol/scaffold.ts';
import { allowedSensitivities, givenAnswers, givenTemplate, worstProblem } from './answers.ts';

test('answers are taken from what is given, and only from that', () => {
  expect(givenAnswers({ environment: 'prod', vertical: 'health', parent: {}, owner: 3 })).toEqual({
    environment: 'prod',
    vertical: 'health',
  });
  expect(givenAnswers({ environment: 'production', sensitivity: 'secret' })).toEqual({});
  expect(givenAnswers(undefined)).toEqual({});
});

test('a node without environment or vertical gives none', () => {
  expect(givenAnswers({ environment: undefined, vertical: undefined })).toEqual({});
});

test('a vertical with a maximum allows what is no more sensitive', () => {
  expect(allowedSensitivities('internal')).toEqual(['public', 'internal']);
  expect(allowedSensitivities(undefined)).toHaveLength(4);
  expect(allowedSensitivities('secret')).toHaveLength(4);
});

test('parameters and the template may be given, and the name as it was called once', () => {
  const target = { service: 'billing', template: 'go-http', parameters: { port: 9090 } };
  expect(givenAnswers(target)).toEqual({ name: 'billing', parameters: { port: 9090 } });
  expect(givenAnswers({ parameters: ['port'] })).toEqual({});
  expect(givenTemplate(target)).toBe('go-http');
  expect(givenTemplate({ template: {} })).toBeUndefined();
});

test('the worst problem with an answer is the one to show', () => {
  const problem = (place: Partial<ScaffoldProblem>, severity: 'error' | 'warning'): ScaffoldProblem => ({
    ...place,
    severity,
    message: severity,
  });
  const problems = [
    problem({ question: 'owner' }, 'error'),
    problem({ question: 'name' }, 'warning'),
    problem({ question: 'name' }, 'error'),
    problem({ parameter: 'port' }, 'warning'),
  ];
  expect(worstProblem(problems, { question: 'name' })?.message).toBe('error');
  expect(worstProblem(problems, { parameter: 'port' })?.message).toBe('warning');
  expect(worstProblem(problems, { question: 'vertical' })).toBeUndefined();
});
