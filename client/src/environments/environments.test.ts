import { expect, test } from 'vitest';
import type { EnvironmentInfo } from '../../../server/src/protocol/environments.ts';
import { environmentDetail, isEnvironmentName } from './environments.ts';

const now = new Date(2026, 10, 21, 14, 30);

const prod: EnvironmentInfo = {
  name: 'prod',
  summary: 'Hardened, restricted',
  controlPlaneUrls: [],
  readOnly: false,
  confirm: true,
  services: 12,
  variables: {},
  leftOut: [],
};

const detail = (change: Partial<EnvironmentInfo>) => environmentDetail({ ...prod, ...change }, 'dev', now);

test('the detail counts services and names the guard', () => {
  expect(detail({})).toBe('asks before changes · 12 services');
  expect(detail({ confirm: false, services: 1 })).toBe('1 service');
  expect(detail({ readOnly: true, controlPlaneUrls: ['https://cp.heady.example:8443/mcp'] })).toBe(
    'read-only · 12 services · cp.heady.example:8443',
  );
});

test('the detail says what a switch would leave behind, and how old that is', () => {
  const missing = { count: 4, names: ['data-etl', 'health-billing', 'health-intake'] };
  const factsAt = new Date(2026, 10, 21, 12, 3).toISOString();
  expect(detail({ confirm: false, missing, factsAt })).toBe(
    '12 services · as of 12:03 · 4 of Dev are not here: data-etl, health-billing, health-intake, 1 more',
  );
  expect(detail({ confirm: false, missing: { count: 1, names: ['data-etl'] } })).toBe(
    '12 services · 1 of Dev is not here: data-etl',
  );
  expect(detail({ confirm: false, missing: { count: 0, names: [] } })).toBe('12 services');
  // Of several environments nobody can say in one line what is missing.
  expect(environmentDetail({ ...prod, confirm: false, missing }, undefined, now)).toBe('12 services');
});

test('the detail names variables, what is left out of them, and hosts', () => {
  const leftOut = [{ name: 'PATH', reason: 'belongs to the system' }];
  expect(detail({ variables: { API: 'x', RETRIES: '3' }, leftOut, allowedHosts: ['api.example'] })).toBe(
    'asks before changes · 12 services · variables: API, RETRIES · PATH left out (belongs to the system) · hosts: api.example',
  );
  expect(detail({ allowedHosts: [] })).toContain('hosts: none');
});

test('only the four environments are environments', () => {
  expect(['dev', 'test', 'stage', 'prod'].every(isEnvironmentName)).toBe(true);
  expect([undefined, 'Dev', 'production', 3].some(isEnvironmentName)).toBe(false);
});
