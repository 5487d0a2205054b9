import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '../freePort.ts';
import { checkPython, MINUTES, PYTHON, PYTHON_ENVIRONMENT } from './python.ts';
import { goldenOf, HOSTILE, lintWorkspace, makeProject, run, serve } from './testing.ts';

interface Run {
  id: string;
  state: string;
  inputs: { name: string; read: number; rejected: number }[];
}

describe.each([
  { environment: 'dev', package: 'health_appointments' },
  {
    environment: 'prod',
    description: HOSTILE,
    name: 'visit-counts-2',
    owner: 'team "clinics": #1',
    parameters: { audience: 'public', port: 9090, licence: 'none' },
    package: 'health_visit_counts_2',
  },
] as const)('a data pipeline for $environment', ({ package: name, ...answers }) => {
  test(
    'passes its own tests and its types, runs, and tells of its runs',
    async () => {
      const { folder } = await makeProject('data-pipeline', answers);
      await checkPython(folder, ['yaml']);

      const inbox = join(folder, 'data/inbox');
      mkdirSync(inbox, { recursive: true });
      cpSync(join(folder, 'examples/visits.csv'), join(inbox, '1.csv'));
      const port = await freePort();
      const env = { ...PYTHON_ENVIRONMENT, PORT: String(port), PSEUDONYM_KEY: HOSTILE };
      const program = (...args: string[]) => run(folder, PYTHON, ['-m', name, ...args], env);
      expect(await program('run')).toMatch(/^Published 3 rows/m);
      writeFileSync(join(inbox, '2.jsonl'), `{"id": ${JSON.stringify(HOSTILE)}}\n`);
      await expect(program('run')).rejects.toThrow('few_rejected: 100.0 % of 1 rows, 5 % may be');

      const service = await serve(folder, PYTHON, ['-m', name, 'serve'], { port, env });
      const get = async (path: string) => (await fetch(`${service.url}${path}`)).json();
      const { items } = (await get('/runs')) as { items: Run[] };
      expect(items.at(-1)).toMatchObject({
        state: 'complete',
        inputs: [{ name: '1.csv', read: 3, rejected: 0 }],
      });
      expect(items.at(-2)).toMatchObject({ state: 'failed', inputs: [{ name: '2.jsonl', rejected: 1 }] });
      expect(await get(`/runs/${items.at(-1)?.id}/lineage`)).toMatchObject({
        eventType: 'COMPLETE',
        job: { namespace: 'health' },
      });
      expect(await service.stop()).toBe(0);
    },
    MINUTES,
  );

  test('is clean under the rails', async () => {
    const { workspace } = await makeProject('data-pipeline', answers);
    const findings = await lintWorkspace(workspace);
    // Registering comes after writing.
    expect(findings.filter((finding) => !finding.includes('catalog/prod-entry'))).toEqual([]);
  });
});

test('writes these files', async () => {
  const { generated } = await makeProject('data-pipeline');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/data-pipeline.txt');
});
