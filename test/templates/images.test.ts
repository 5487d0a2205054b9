import { expect, test } from 'vitest';
import { builtInTemplates } from '../../server/src/templates/builtIn.ts';
import { MINUTES } from './npm.ts';
import { makeProject, run } from './testing.ts';

/** `podman` or `docker`. Most machines that run these tests have neither, nor a registry for the images they start from. */
const ENGINE = process.env.HEADY_TEST_IMAGES ?? '';

const { templates } = await builtInTemplates().read();
const withImages = templates
  .filter(({ spec, files }) => !spec.abstract && files.has('files/Containerfile.liquid'))
  .map(({ name }) => name)
  // Its image is that of a project that is there already.
  .filter((name) => name !== 'rails');

test('there are images to build', () => expect(withImages).not.toEqual([]));

test.skipIf(ENGINE === '').each(withImages)(
  '%s builds as an image (only with HEADY_TEST_IMAGES=podman or docker)',
  async (name) => {
    const { folder } = await makeProject(name);
    const tag = `heady-template-test/${name}`;
    await run(folder, ENGINE, ['build', '--file', 'Containerfile', '--tag', tag, '.']);
    const user = await run(folder, ENGINE, ['image', 'inspect', '--format', '{{.Config.User}}', tag]);
    await run(folder, ENGINE, ['image', 'rm', tag]);
    expect(user.trim()).not.toMatch(/^(root|0)?(:|$)/);
  },
  MINUTES,
);
