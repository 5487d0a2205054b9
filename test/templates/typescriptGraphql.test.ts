import { expect, test } from 'vitest';
import { MINUTES, proveNodeProjects, startProject } from './npm.ts';
import { goldenOf, makeProject } from './testing.ts';

test(
  'a GraphQL API passes its own tests, its linter and the rails, answers and stops',
  () =>
    proveNodeProjects('typescript-graphql', {}, async (project) => {
      const service = await startProject(project);
      const answer = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ text(content: "One. Two words.") { words longest { content } } }' }),
      });
      expect(await answer.json()).toEqual({
        data: { text: { words: 3, longest: { content: 'Two words.' } } },
      });
      expect(await service.stop()).toBe(0);
      expect(service.output()).toContain('"msg":"stopped"');
    }),
  MINUTES,
);

test('writes these files', async () => {
  const { generated } = await makeProject('typescript-graphql');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/typescript-graphql.txt');
});
