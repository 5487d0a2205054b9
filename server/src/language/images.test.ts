import { expect, test } from 'vitest';
import { factsOf } from '../rules/testing.ts';
import { imageVersions } from './images.ts';

function image(name: string, version: string, state = 'sealed'): string {
  return `apiVersion: heady.systems/v1\nkind: GoldenImage\nmetadata: { name: ${name} }\nspec: { version: ${version}, state: ${state} }\n`;
}

test('versions of an image are listed by precedence, the newest first', () => {
  const inOrder = ['2.0.0', '2.0.0-rc.10', '2.0.0-rc.2', '2.0.0-rc', '2.0.0-beta.1', '1.10.0', '1.9.0'];
  const texts = [...inOrder].sort().map((version) => image('base', version));
  const catalog = factsOf({ 'a.yaml': [...texts, image('alpine', '1.0.0')].join('---\n') });
  expect(imageVersions({ catalog }, 'base').map(({ version }) => version)).toEqual(inOrder);
  expect(imageVersions({ catalog }).map(({ name }) => name)).toContain('alpine');
});

test('what was registered earlier does not count beside the workspace', () => {
  const manifest = (state: string, version: string) => ({ kind: 'GoldenImage', spec: { version, state } });
  const entry = { kind: 'GoldenImage', name: 'base', environment: undefined, version: 1, registeredAt: '' };
  const entries = [
    { ...entry, manifest: manifest('created', '1.0.0') },
    { ...entry, manifest: manifest('retired', '0.9.0') },
  ];
  const catalog = factsOf({ 'a.yaml': image('base', '1.0.0') }, { entries });
  expect(imageVersions({ catalog })).toEqual([
    { name: 'base', version: '1.0.0', state: 'sealed', isReady: true },
    { name: 'base', version: '0.9.0', state: 'retired', isReady: false },
  ]);
});
