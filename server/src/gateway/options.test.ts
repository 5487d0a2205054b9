import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsError } from '../controlPlane/settings/settings.ts';
import { gatewayArguments } from './options.ts';

test("what is the gateway's own is taken, the rest is left to whoever serves", () => {
  expect(gatewayArguments(['--stdio', '--env', 'prod', '--unlock-prod', '--log-level=debug'])).toMatchObject({
    environment: 'prod',
    isProdUnlocked: true,
    others: ['--stdio', '--log-level=debug'],
  });
  expect(gatewayArguments(['--audit-folder=calls', '--quiet-hours', '22:00-07:00'])).toMatchObject({
    environment: 'dev',
    isProdUnlocked: false,
    auditFolder: resolve('calls'),
    quietHours: { from: 1_320, until: 420 },
  });
});

test.each([
  [['--unlock-prod'], /this is dev, where nothing is locked/],
  [['--env', 'prod', '--unlock-prod=false'], /takes no value/],
  [['--quiet-hours', 'at night'], /22:00-07:00/],
  [['--audit-folder'], /--audit-folder: say which/],
  [['--env', 'production'], /none of dev, test, stage, prod/],
])('%j is refused', (args, message) => {
  expect(() => gatewayArguments(args)).toThrow(SettingsError);
  expect(() => gatewayArguments(args)).toThrow(message);
});
