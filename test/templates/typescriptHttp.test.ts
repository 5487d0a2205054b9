import { expect, test } from 'vitest';
import { MINUTES, proveNodeProjects, startProject } from './npm.ts';
import { goldenOf, makeProject } from './testing.ts';

test(
  'a TypeScript HTTP service passes its own tests, its linter and the rails, answers and stops',
  () =>
    proveNodeProjects('typescript-http', {}, async (project, description) => {
      const service = await startProject(project);
      const estimate = await fetch(`${service.url}/estimates`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ lines: [{ text: 'Travel', quantity: 2, unitCents: 1200 }] }),
      });
      expect(await estimate.json()).toMatchObject({ totalCents: 2400 });
      const { info } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { info: object };
      expect(info).toMatchObject({ description });
      expect(await service.stop()).toBe(0);
      expect(service.output()).toContain('"msg":"stopped"');
    }),
  MINUTES,
);

test('writes these files', async () => {
  const { generated } = await makeProject('typescript-http');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/typescript-http.txt');
});
