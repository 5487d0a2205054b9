import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../freePort.ts';
import { MINUTES, proveNodeProjects } from './npm.ts';
import { goldenOf, HOSTILE, lintWorkspace, makeProject, type Project, run, serve } from './testing.ts';

const IMPACT = {
  impact: true,
  investment: 48_000,
  outcome: HOSTILE,
  beneficiaries: 1900,
  valuePerBeneficiary: 64.5,
  attribution: 0.45,
};
const PARAMETERS = {
  organisation: HOSTILE,
  locale: 'de-AT',
  receiptNote: HOSTILE,
  currency: 'EUR',
  ...IMPACT,
};

test(
  'a donor CRM passes its own tests, its linter and the rails, and keeps a log that can be checked',
  () => proveNodeProjects('donor-crm', PARAMETERS, livesThroughADay),
  MINUTES,
);

async function livesThroughADay({ folder }: Project, description: string): Promise<void> {
  const node = (...args: string[]) => run(folder, process.execPath, args);
  const made = await node('scripts/token.ts', 'kim', 'steward');
  const [, token = '', line = ''] = /\n {2}(\S+)\n.*\n {2}(.+)\n/.exec(made) ?? [];
  const port = await freePort();
  const service = await serve(folder, process.execPath, ['src/main.ts'], {
    port,
    env: { PORT: String(port), TOKENS: line },
    ready: '/readyz',
  });
  const send = async (method: string, path: string, body?: object) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(`${service.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: answer.status === 204 ? undefined : await answer.json() };
  };

  expect((await fetch(`${service.url}/donors`)).status).toBe(401);
  const donor = (await send('POST', '/donors', { name: HOSTILE })).body as { id: string };
  const gift = { amountCents: 2500, currency: 'EUR', receivedOn: '2026-03-09' };
  expect((await send('POST', `/donors/${donor.id}/gifts`, gift)).status).toBe(201);
  expect((await send('DELETE', `/donors/${donor.id}`)).status).toBe(204);
  expect((await send('GET', `/donors/${donor.id}`)).status).toBe(410);
  expect((await send('GET', '/openapi.json')).body).toMatchObject({ info: { description } });

  expect(await node('scripts/backup.ts', 'backups/today.db')).toContain('whole up to entry 3');
  expect(await node('scripts/audit.ts')).toContain('The audit log is whole.');
  expect(await service.stop()).toBe(0);
  expect(service.output()).toContain('"msg":"stopped"');
  expect(service.output()).not.toContain('quoted');
}

test('data of real people are confidential at least', async () => {
  const sensitivityOf = async (environment: 'dev' | 'prod', sensitivity: 'internal' | 'restricted') => {
    const { folder } = await makeProject('donor-crm', { environment, sensitivity });
    const files = [`${environment}.heady.yaml`, 'api.heady.yaml'];
    return files.map((file) => /DataSensitivity: (\w+)/.exec(readFileSync(join(folder, file), 'utf8'))?.[1]);
  };
  expect(await sensitivityOf('dev', 'internal')).toEqual(['internal', 'internal']);
  expect(await sensitivityOf('prod', 'internal')).toEqual(['confidential', 'confidential']);
  expect(await sensitivityOf('prod', 'restricted')).toEqual(['restricted', 'restricted']);
});

test.each(['test', 'stage'] as const)('is clean under the rails in %s', async (environment) => {
  const { workspace } = await makeProject('donor-crm', { environment, parameters: IMPACT });
  expect(await lintWorkspace(workspace)).toEqual([]);
});

test('writes these files', async () => {
  const { generated } = await makeProject('donor-crm');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/donor-crm.txt');
});
