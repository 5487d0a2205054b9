import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostgresServer } from '../contract/store/postgresServer.ts';
import { freePort } from '../freePort.ts';
import { checkPython, MINUTES, PYTHON, PYTHON_ENVIRONMENT } from './python.ts';
import { goldenOf, HOSTILE, lintWorkspace, makeProject, run, serve } from './testing.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
});
afterAll(() => postgres?.stop());

describe.each([
  { environment: 'dev', package: 'health_appointments' },
  {
    environment: 'prod',
    description: HOSTILE,
    name: 'visit-letters-2',
    owner: 'team "clinics": #1',
    parameters: { audience: 'public', port: 9090, licence: 'none', queue: 'letters' },
    package: 'health_visit_letters_2',
  },
] as const)('a Python worker for $environment', ({ package: name, ...answers }) => {
  test(
    'passes its own tests and its types, and works',
    async () => {
      const { folder } = await makeProject('python-worker', answers);
      await checkPython(folder, ['psycopg'], { TEST_DATABASE_URL: postgres.address() });

      const port = await freePort();
      const database = await postgres.emptySchema();
      const env = { ...PYTHON_ENVIRONMENT, PORT: String(port), DATABASE_URL: database };
      const program = (...args: string[]) => run(folder, PYTHON, ['-m', name, ...args], env);
      await program('migrate');
      const worker = await serve(folder, PYTHON, ['-m', name, 'run'], { port, env, ready: '/readyz' });
      const health = await fetch(`${worker.url}/healthz`);
      expect(await health.json()).toEqual({ status: 'ok' });

      const job = JSON.stringify({ document: HOSTILE, text: HOSTILE });
      expect(await program('put', 'count_words', job, '--key', 'visit-7')).toMatch(/^1\n/);
      expect(await program('put', 'count_words', job, '--key', 'visit-7')).toMatch('already a job');
      const schema = new URL(database).searchParams.get('options')?.split('=')[1];
      const words = HOSTILE.split(/\s+/).length;
      await expect
        .poll(() => postgres.query(`SELECT document, words FROM ${schema}.word_counts`), { timeout: 60_000 })
        .toEqual([{ document: HOSTILE, words }]);
      expect(await worker.stop()).toBe(0);
    },
    MINUTES,
  );

  test('is clean under the rails', async () => {
    const { workspace } = await makeProject('python-worker', answers);
    const findings = await lintWorkspace(workspace);
    // Registering comes after writing.
    expect(findings.filter((finding) => !finding.includes('catalog/prod-entry'))).toEqual([]);
  });
});

test('writes these files', async () => {
  const { generated } = await makeProject('python-worker');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/python-worker.txt');
});
