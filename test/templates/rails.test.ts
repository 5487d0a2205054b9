import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../../server/src/scaffold/answers.ts';
import { goldenOf, HOSTILE, lintWorkspace, makeProject } from './testing.ts';

const NOT_YET = 'catalog/prod-entry';

async function findingsOf(answers: Partial<Answers>): Promise<string[]> {
  const { workspace, folder } = await makeProject('rails', { description: HOSTILE, ...answers });
  // What is there before the rails are added.
  await mkdir(join(folder, 'api'), { recursive: true });
  await writeFile(
    join(folder, 'api', 'openapi.yaml'),
    'openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths: {}\n',
  );
  return (await lintWorkspace(workspace)).filter((finding) => !finding.includes(NOT_YET));
}

describe('rails for an existing project', () => {
  test.each([
    { environment: 'dev', parameters: {} },
    { environment: 'stage', parameters: { plane: 'data', state: 'stateful', audience: 'partner' } },
    { environment: 'test', parameters: { plane: 'control', audience: 'public' } },
    {
      environment: 'prod',
      owner: 'team "clinics": #1',
      parameters: {
        audience: 'public',
        api: 'rest',
        definition: './api/openapi.yaml',
        health: '/~health/v1',
      },
    },
  ] as const)('are clean in $environment with $parameters', async (answers) => {
    expect(await findingsOf(answers)).toEqual([]);
  });

  test('add nothing that the project decides itself', async () => {
    const { generated } = await makeProject('rails', { parameters: { machine: false } });
    expect(generated.files.map(({ path }) => path)).toEqual([
      'services/health/appointments/requests.http',
      'services/health/appointments/dev.heady.yaml',
      '.github/workflows/health-appointments-rails.yml',
    ]);
  });

  test.each([
    ['node', 'src/server.js', 'CMD ["node", "src/server.js"]'],
    ['python', 'app.main', 'CMD ["python", "-m", "app.main"]'],
    ['go', './cmd/server', '-o /appointments ./cmd/server'],
  ])('add a Containerfile for %s where it is asked for', async (containerfile, start, line) => {
    const { folder } = await makeProject('rails', { parameters: { containerfile, start, port: 9090 } });
    const text = readFileSync(join(folder, 'Containerfile'), 'utf8');
    expect(text).toContain(line);
    expect(text).toContain('PORT=9090');
    expect(text.match(/^USER (.+)$/gm)?.at(-1)).toMatch(/^USER (1000:1000|nonroot:nonroot)$/);
  });

  test('ask for what starts it before they write how it is started', async () => {
    await expect(makeProject('rails', { parameters: { containerfile: 'node' } })).rejects.toThrow('start');
  });

  test('are these files', async () => {
    const { generated } = await makeProject('rails', { parameters: { api: 'graphql' } });
    await expect(goldenOf(generated)).toMatchFileSnapshot('golden/rails.txt');
  });
});
