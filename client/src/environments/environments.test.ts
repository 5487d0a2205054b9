import { expect, test } from 'vitest';
import type { EnvironmentInfo } from '../../../server/src/protocol.ts';
import { environmentDetail, isEnvironmentName } from './environments.ts';

const prod: EnvironmentInfo = {
  name: 'prod',
  summary: 'Hardened, restricted',
  controlPlaneUrls: [],
  readOnly: false,
  confirm: true,
  services: 12,
};

test('the detail counts services and names the guard', () => {
  expect(environmentDetail(prod)).toBe('12 services · asks before changes');
  expect(environmentDetail({ ...prod, confirm: false, services: 1 })).toBe('1 service');
  expect(environmentDetail({ ...prod, readOnly: true, controlPlaneUrls: ['https://cp.heady.example'] })).toBe(
    '12 services · read-only · https://cp.heady.example',
  );
});

test('only the four environments are environments', () => {
  expect(['dev', 'test', 'stage', 'prod'].every(isEnvironmentName)).toBe(true);
  expect([undefined, 'Dev', 'production', 3].some(isEnvironmentName)).toBe(false);
});
