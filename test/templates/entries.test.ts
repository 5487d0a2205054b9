import { expect, test } from 'vitest';
import type { Answers } from '../../server/src/scaffold/answers.ts';
import { HOSTILE, lintWorkspace, makeProject } from './testing.ts';

/** What is asked of every entry of a kind with these templates; each with all that its rules need. */
const ENTRIES: Record<string, Partial<Answers>[]> = {
  vertical: [{ name: 'grants', parameters: { focus: 'Money: that reaches people' } }],
  'golden-image': [
    { name: 'field-base' },
    { name: 'field-base', parameters: { family: 'windows', osVersion: '11', packages: [] } },
  ],
  'mcp-server': [
    { name: 'notes', parameters: { url: 'https://notes.dev.heady.internal/mcp' } },
    { name: 'notes', parameters: { transport: 'stdio', package: '@heady/notes-mcp@1.2.0' } },
  ],
  agent: [{ name: 'coordinator', parameters: { level: 'L0', skills: ['planning', 'code review'] } }],
};

const cases = Object.entries(ENTRIES).flatMap(([template, list]) =>
  list.map((answers) => ({ template, answers })),
);

test.each(cases)('$template $answers.parameters is clean under the rails', async ({ template, answers }) => {
  const { workspace } = await makeProject(template, { description: HOSTILE, ...answers });
  expect(await lintWorkspace(workspace)).toEqual([]);
});

test('a virtual machine refers to its image, and to nothing else', async () => {
  const { workspace, generated } = await makeProject('virtual-machine', {
    environment: 'stage',
    name: 'app',
    parameters: { image: 'ubuntu-base@2.4.0', index: 7 },
  });
  expect(generated.files.map(({ path }) => path)).toEqual(['machines/stage/stage-app-07.heady.yaml']);
  expect(await lintWorkspace(workspace)).toEqual([expect.stringContaining('catalog/unknown-reference')]);
});

test.each(['rest', 'graphql'])('an API of type %s has a definition to begin with', async (type) => {
  const { workspace, generated } = await makeProject('api', {
    name: 'visits',
    parameters: { providedBy: 'health-appointments', type },
  });
  expect(generated.files).toHaveLength(2);
  expect(await lintWorkspace(workspace)).toEqual([expect.stringContaining('health-appointments')]);
});
