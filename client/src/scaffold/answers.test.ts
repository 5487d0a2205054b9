import { expect, test } from 'vitest';
import type { ScaffoldProblem } from '../../../server/src/protocol.ts';
import { allowedSensitivities, completeAnswers, givenAnswers, worstProblem } from './answers.ts';

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

test('answers are complete without a description, and with nothing else missing', () => {
  const answers = {
    environment: 'dev',
    vertical: 'impact',
    service: 'donor-portal',
    owner: 'team-impact',
    sensitivity: 'internal',
  } as const;
  expect(completeAnswers({ ...answers, description: '' })).toEqual(answers);
  expect(completeAnswers({ ...answers, description: 'Gives.' })?.description).toBe('Gives.');
  const { owner: _, ...ownerless } = answers;
  expect(completeAnswers(ownerless)).toBeUndefined();
});

test('the worst problem of a field is the one to show', () => {
  const problem = (field: 'service' | 'owner', severity: 'error' | 'warning'): ScaffoldProblem => ({
    field,
    severity,
    rule: 'naming/service',
    message: severity,
  });
  const problems = [problem('owner', 'error'), problem('service', 'warning'), problem('service', 'error')];
  expect(worstProblem(problems, 'service')?.message).toBe('error');
  expect(worstProblem(problems, 'vertical')).toBeUndefined();
});
