import { expect, test } from 'vitest';
import { controlPlaneIn } from './controlPlane.ts';

const place = { environment: 'stage', role: 'agent', uri: 'stage.heady.yaml', line: 4 } as const;

test('the nodes of a control plane are the replicas of one server, with the gateway’s own token', () => {
  const { upstreams, problems } = controlPlaneIn({
    ...place,
    places: ['https://a.example', 'https://b.example/heady'],
    token: 'a-token',
  });
  expect(problems).toEqual([]);
  expect(upstreams).toMatchObject([
    {
      name: 'control-plane',
      origin: { kind: 'controlPlane', uri: 'stage.heady.yaml', line: 4 },
      transport: 'http',
      replicas: ['https://a.example/mcp', 'https://b.example/heady'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder is written like that
      headers: { Authorization: 'Bearer ${token}' },
      values: { token: 'a-token' },
      environments: ['stage'],
      actsAs: 'agent',
    },
  ]);
});

test('a token goes over no network unencrypted, and a node that is none is left out alone', () => {
  const places = ['http://a.example', 'http://127.0.0.1:7410', 'nonsense'];
  const { upstreams, problems } = controlPlaneIn({ ...place, places, token: 'a-token' });
  expect(upstreams[0]?.replicas).toEqual(['http://127.0.0.1:7410/mcp']);
  expect(problems).toMatchObject([
    { name: 'control-plane', line: 4, reason: expect.stringContaining('a.example') },
    { name: 'control-plane', line: 4, reason: expect.stringContaining('nonsense') },
  ]);
  expect(controlPlaneIn({ ...place, places }).upstreams[0]?.replicas).toHaveLength(2);
});

test('one that is built in is a process of its own on the same database, in the role of the clients', () => {
  const { upstreams } = controlPlaneIn({ ...place, places: ['sqlite:/data/catalog.db'] });
  const [upstream] = upstreams;
  expect(upstream).toMatchObject({ transport: 'stdio', command: process.execPath, replicas: [''] });
  expect(upstream?.args.slice(1)).toEqual([
    '--stdio',
    '--store',
    'sqlite:/data/catalog.db',
    '--role',
    'agent',
  ]);
  expect(controlPlaneIn({ ...place, places: [] }).upstreams).toEqual([]);
});
