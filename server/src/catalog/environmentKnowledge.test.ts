import { expect, it } from 'vitest';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import type { CatalogEntry } from '../rules/facts.ts';
import { ControlPlaneFacts, NEVER_REACHED } from './controlPlane/facts.ts';
import { joinKnowledge } from './environmentKnowledge.ts';

const entry = (kind: string, name: string, environment?: Environment): CatalogEntry => ({
  kind,
  name,
  environment,
  manifest: {},
  version: 1,
  registeredAt: '2026-01-01T00:00:00Z',
});

const here = new ControlPlaneFacts([
  entry('Vertical', 'health'),
  entry('Service', 'dev-health-a', 'dev'),
  // Somebody registered it at the wrong control plane: of prod another one is asked.
  entry('Service', 'prod-health-stray', 'prod'),
]);
const there = new ControlPlaneFacts([entry('Vertical', 'data'), entry('Service', 'prod-health-a', 'prod')]);

it('asks of each environment its own control plane', () => {
  const of = (environment: Environment) => (environment === 'prod' ? there : here);
  const joined = joinKnowledge(here, of, ENVIRONMENTS);
  expect([...joined.entries()].map(({ name }) => name)).toEqual(['health', 'dev-health-a', 'prod-health-a']);
  expect(joined.entry('Service', 'prod-health-a', 'prod').state).toBe('known');
  expect(joined.entry('Service', 'prod-health-stray', 'prod').state).toBe('absent');
  expect(joined.entry('Vertical', 'data', undefined).state).toBe('absent');
});

it('asks for what belongs to no environment where it is at home', () => {
  const of = (environment: Environment) => (environment === 'prod' ? there : here);
  const homeless = (_kind: string, name: string) => (name === 'data' ? there : here);
  const joined = joinKnowledge(here, of, ENVIRONMENTS, homeless);
  expect([...joined.entries()].map(({ name }) => name)).toEqual([
    'health',
    'dev-health-a',
    'data',
    'prod-health-a',
  ]);
  expect(joined.entry('Vertical', 'data', undefined).state).toBe('known');
  expect(joined.entry('Vertical', 'health', undefined).state).toBe('known');
});

it('leaves unknown what a control plane that was never reached may have', () => {
  const of = (environment: Environment) => (environment === 'prod' ? NEVER_REACHED : here);
  const joined = joinKnowledge(here, of, ENVIRONMENTS);
  expect(joined.entry('Service', 'prod-health-a', 'prod').state).toBe('unknown');
  expect(joined.entry('Service', 'dev-health-b', 'dev').state).toBe('absent');
  expect(joined.reached).toBe('unknown');
});

it('is that of the only control plane where there is one', () => {
  expect(joinKnowledge(here, () => here, ENVIRONMENTS)).toBe(here);
});
