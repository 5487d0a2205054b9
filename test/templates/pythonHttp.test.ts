import { describe, expect, test } from 'vitest';
import { freePort } from '../freePort.ts';
import { checkPython, MINUTES, PYTHON, PYTHON_ENVIRONMENT } from './python.ts';
import { goldenOf, HOSTILE, lintWorkspace, makeProject, serve } from './testing.ts';

const LIBRARIES = ['fastapi', 'httpx', 'uvicorn', 'yaml'];

describe.each([
  { environment: 'dev', package: 'health_appointments' },
  {
    environment: 'prod',
    description: HOSTILE,
    name: 'visit-notes-2',
    owner: 'team "clinics": #1',
    parameters: { audience: 'public', port: 9090, licence: 'none' },
    package: 'health_visit_notes_2',
  },
] as const)('a Python HTTP service for $environment', ({ package: name, ...answers }) => {
  test(
    'passes its own tests and its types, and runs',
    async () => {
      const { folder } = await makeProject('python-http', answers);
      await checkPython(folder, LIBRARIES);

      const port = await freePort();
      const env = { ...PYTHON_ENVIRONMENT, PORT: String(port), HEADY_ENV: answers.environment };
      const service = await serve(folder, PYTHON, ['-m', name], { port, env });
      const added = await fetch(`${service.url}/notes`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Request-Id': 'visit-7' },
        body: JSON.stringify({ text: HOSTILE }),
      });
      expect(added.status).toBe(201);
      const note = await fetch(`${service.url}${added.headers.get('Location')}`);
      expect(await note.json()).toMatchObject({ text: HOSTILE });
      expect(await service.stop()).toBe(0);
      const lines = service
        .output()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { message: string; correlation?: string });
      expect(lines.find(({ message }) => message === 'POST /notes')).toMatchObject({
        correlation: 'visit-7',
      });
      expect(lines.at(-1)).toMatchObject({ message: 'Stopped' });
    },
    MINUTES,
  );

  test('is clean under the rails', async () => {
    const { workspace } = await makeProject('python-http', answers);
    const findings = await lintWorkspace(workspace);
    // Registering comes after writing.
    expect(findings.filter((finding) => !finding.includes('catalog/prod-entry'))).toEqual([]);
  });
});

test('writes these files', async () => {
  const { generated } = await makeProject('python-http');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/python-http.txt');
});
