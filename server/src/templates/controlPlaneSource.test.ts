import { expect, test } from 'vitest';
import { ControlPlaneSource, type ResourceReader } from './controlPlaneSource.ts';

const MANIFEST = `apiVersion: heady.systems/v1
kind: Template
metadata: { name: ours, title: Ours }
spec: { version: 1.2.0, creates: Service }
`;

/** A control plane that serves these. */
function serving(served: Record<string, unknown>): ResourceReader {
  return {
    names: async () => Object.keys(served),
    readResource: async (uri) => served[decodeURIComponent(uri.split('/').at(-1) ?? '')],
  };
}

const files = (...more: unknown[]) => ({
  name: 'ours',
  files: [{ path: 'template.heady.yaml', text: MANIFEST }, ...more],
});

test('templates come with bytes and modes', async () => {
  const ours = files(
    { path: 'files/run.sh', text: 'echo\n', executable: true },
    { path: 'files/logo.png', base64: 'if8=' },
  );
  const { templates, bad } = await new ControlPlaneSource(serving({ ours })).read();
  expect(bad).toEqual([]);
  expect(templates).toHaveLength(1);
  expect([...(templates[0]?.files.values() ?? [])]).toEqual([
    { path: 'files/logo.png', bytes: Buffer.from([0x89, 0xff]), executable: false },
    { path: 'files/run.sh', bytes: new TextEncoder().encode('echo\n'), executable: true },
  ]);
});

test.each([
  ['nothing', undefined, 'sent no files'],
  ['a path that leaves', files({ path: '../x', text: '' }), 'could leave the project'],
  ['no path', files({ text: '' }), 'has no path'],
  ['neither text nor bytes', files({ path: 'files/x' }), 'sent nothing'],
  [
    'another manifest',
    { files: [{ path: 'template.heady.yaml', text: 'kind: Service' }] },
    'template.heady.yaml',
  ],
])('a control plane that sends %s leaves that template out alone', async (_, odd, message) => {
  const { templates, bad } = await new ControlPlaneSource(serving({ ours: files(), odd })).read();
  expect(templates.map(({ name }) => name)).toEqual(['ours']);
  expect(bad).toEqual([{ name: 'odd', message: expect.stringContaining(message) }]);
});
