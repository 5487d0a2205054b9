import { expect, test } from 'vitest';
import { parseManifest } from '../../manifest/parse.ts';
import { DEFAULTS } from '../upstream.ts';
import { controlPlaneStatedIn, upstreamsIn } from './manifests.ts';

const HEAD = 'apiVersion: heady.systems/v1\nkind: McpServer\n';

test('a manifest tells of a server, with the usual limits where it says nothing of them', () => {
  const text = `${HEAD}metadata: { name: files, tags: { Owner: team-a } }
spec: { transport: stdio, command: npx, args: [a, b], env: { A: "1" }, tools: { deny: [rm] } }`;
  expect(upstreamsIn(parseManifest(text), 'files.heady.yaml')).toEqual({
    upstreams: [
      {
        name: 'files',
        origin: { kind: 'manifest', uri: 'files.heady.yaml', document: 0, line: 2 },
        transport: 'stdio',
        command: 'npx',
        args: ['a', 'b'],
        env: { A: '1' },
        replicas: [''],
        tools: { deny: ['rm'] },
        trustHints: false,
        ...DEFAULTS,
      },
    ],
    problems: [],
  });
});

test('the replicas of a server begin with its URL', () => {
  const text = `${HEAD}metadata: { name: far, tags: { Owner: team-a } }
spec: { transport: http, url: "https://a.example/mcp", replicas: ["https://b.example/mcp"], rateLimit: { concurrent: 1 }, timeoutMs: 5 }`;
  const [upstream] = upstreamsIn(parseManifest(text), 'far.heady.yaml').upstreams;
  expect(upstream?.replicas).toEqual(['https://a.example/mcp', 'https://b.example/mcp']);
  expect(upstream?.rateLimit).toEqual({ perMinute: DEFAULTS.rateLimit.perMinute, concurrent: 1 });
  expect(upstream?.timeoutMs).toBe(5);
});

test('a document with a mistake is left out alone, and its place is said', () => {
  const text = `${HEAD}metadata: { name: good, tags: { Owner: team-a } }
spec: { transport: stdio, command: npx }
---
${HEAD}metadata: { name: bad, tags: { Owner: team-a } }
spec:
  transport: pigeon
---
${HEAD}metadata: { name: lost, tags: { Owner: team-a } }
spec:
  transport: http
---
apiVersion: heady.systems/v1
kind: Service`;
  const { upstreams, problems } = upstreamsIn(parseManifest(text), 'a.heady.yaml');
  expect(upstreams.map(({ name }) => name)).toEqual(['good']);
  expect(problems).toMatchObject([
    { name: 'bad', uri: 'a.heady.yaml', line: 9 },
    { name: 'lost', uri: 'a.heady.yaml', line: 15, reason: expect.stringContaining('spec.url') },
  ]);
});

test('an Environment manifest tells where its control plane is', () => {
  const file = parseManifest(`apiVersion: heady.systems/v1
kind: Environment
metadata: { name: stage }
spec:
  controlPlane:
    urls: ["https://a.example", "https://b.example"]`);
  const manifest = { path: 'stage.heady.yaml', file };
  expect(controlPlaneStatedIn(manifest, 'stage')).toEqual({
    places: ['https://a.example', 'https://b.example'],
    uri: 'stage.heady.yaml',
    line: 5,
  });
  expect(controlPlaneStatedIn(manifest, 'prod')).toBeUndefined();
});
