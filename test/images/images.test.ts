import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { builtInTemplates } from '../../server/src/templates/builtIn.ts';
import { MINUTES } from '../templates/npm.ts';
import { makeProject, run } from '../templates/testing.ts';

const ENGINE = process.env.HEADY_TEST_IMAGES ?? ['podman', 'docker'].find(answers);
if (ENGINE === undefined)
  throw new Error(
    'Images are built by podman or docker, and neither answers here. HEADY_TEST_IMAGES names another.',
  );
const engine = ENGINE;

function answers(program: string): boolean {
  return spawnSync(program, ['info'], { stdio: 'ignore' }).status === 0;
}

const { templates } = await builtInTemplates().read();
const withImages = templates
  .filter(({ spec, files }) => !spec.abstract && files.has('files/Containerfile.liquid'))
  .map(({ name }) => name)
  // Its image is that of a project that is there already.
  .filter((name) => name !== 'rails');

test('there are images to build', () => expect(withImages).not.toEqual([]));

test.each(withImages)(
  '%s builds as an image whose user is not root',
  async (name) => {
    const { folder } = await makeProject(name);
    const tag = `heady-template-test/${name}`;
    await run(folder, engine, ['build', '--file', 'Containerfile', '--tag', tag, '.']);
    const user = await run(folder, engine, ['image', 'inspect', '--format', '{{.Config.User}}', tag]);
    await run(folder, engine, ['image', 'rm', tag]);
    expect(user.trim()).not.toMatch(/^(root|0)?(:|$)/);
  },
  MINUTES,
);
