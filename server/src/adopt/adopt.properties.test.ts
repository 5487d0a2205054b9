import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { format } from '../language/format.ts';
import { parseManifest } from '../manifest/parse.ts';
import { ANSWERS, adoptTexts } from './testAdoption.ts';

/** For a busy machine, not a measure of anything. In milliseconds. */
const PATIENCE = 240_000;

/** Names that file systems and YAML trip over, among any others. */
const names = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '..',
    '../..',
    '/etc/passwd',
    'C:\\x',
    'con',
    'CON',
    'nul',
    'com1',
    'LPT9',
    'a/b',
    'A',
    'a',
    'ä',
    'prod',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '<<',
    '- x',
    '#',
    'dev-health-web',
    '-',
    '.',
    ' ',
    '\u0000',
    'x'.repeat(300),
  ),
);

const json = fc.jsonValue({ maxDepth: 4 });

/** Keys that readers look for, so that what is random gets past the first look. */
const keys = fc.constantFrom(
  ...[
    'image',
    'ports',
    'environment',
    'depends_on',
    'healthcheck',
    'volumes',
    'labels',
    'deploy',
    'extends',
    'command',
  ],
  ...[
    'metadata',
    'spec',
    'template',
    'containers',
    'items',
    'data',
    'name',
    'type',
    'definition',
    'owner',
    'system',
  ],
  ...['port', 'endpoint', 'slos', 'skills', 'tools', 'dependencies', 'host', 'args', 'env', 'headers', 'url'],
);

const service = fc.dictionary(keys, json, { maxKeys: 8 });

const sources = fc.oneof(
  fc
    .dictionary(names, service, { maxKeys: 6 })
    .map((services) => ['docker-compose.yml', { services }] as const),
  fc
    .tuple(
      fc.constantFrom('Deployment', 'CronJob', 'Service', 'Ingress', 'List', 'Secret'),
      names,
      service,
      service,
    )
    .map(
      ([kind, name, spec, metadata]) =>
        ['k8s/a.yaml', { apiVersion: 'v1', kind, metadata: { ...metadata, name }, spec }] as const,
    ),
  fc
    .tuple(
      fc.constantFrom('Component', 'API', 'System', 'Domain', 'Resource', 'Location', 'Group'),
      names,
      service,
    )
    .map(
      ([kind, name, spec]) =>
        [
          'catalog-info.yaml',
          { apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name }, spec },
        ] as const,
    ),
  fc
    .dictionary(
      fc.constantFrom('services', 'agents', 'nodes', 'components', 'repos', 'verticals', 'security'),
      fc.oneof(fc.array(service, { maxLength: 4 }), fc.dictionary(names, service, { maxKeys: 4 })),
    )
    .map((lists) => ['heady-registry.json', lists] as const),
  fc.dictionary(names, service, { maxKeys: 4 }).map((mcpServers) => ['mcp.json', { mcpServers }] as const),
);

test(
  'no text makes it throw',
  () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { manifests, notes } = adoptTexts({ 'docker-compose.yml': text });
        expect(Array.isArray(manifests) && Array.isArray(notes)).toBe(true);
      }),
      { numRuns: 100 },
    );
  },
  PATIENCE,
);

test(
  'whatever a source says, manifests are YAML, as the formatter writes it, within their folders',
  () => {
    fc.assert(
      fc.property(fc.array(sources, { minLength: 1, maxLength: 3 }), fc.boolean(), (files, answered) => {
        const texts = Object.fromEntries(files.map(([path, value], i) => [`${i}/${path}`, stringify(value)]));
        const { manifests } = adoptTexts(texts, answered ? { defaults: ANSWERS } : {});
        for (const { path, text, findings } of manifests) {
          expect(path).toMatch(
            /^(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/)+[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.heady\.yaml$/,
          );
          expect(path).not.toMatch(/(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\/|$)/);
          expect(findings.filter(({ rule }) => rule === 'yaml/syntax')).toEqual([]);
          const file = parseManifest(text);
          expect(file.documents).toHaveLength(1);
          expect(format(file, { tabSize: 2 })).toEqual([]);
        }
        const paths = manifests.map(({ path }) => path.toLowerCase());
        expect(new Set(paths).size).toBe(paths.length);
        const ids = manifests.map(({ kind, name }) => `${kind} ${name}`);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 100 },
    );
  },
  PATIENCE,
);

test(
  'adopting again proposes nothing new',
  () => {
    fc.assert(
      fc.property(fc.array(sources, { minLength: 1, maxLength: 3 }), (files) => {
        const texts = Object.fromEntries(files.map(([path, value], i) => [`${i}/${path}`, stringify(value)]));
        const first = adoptTexts(texts, { defaults: ANSWERS });
        const there = Object.fromEntries(first.manifests.map(({ path, text }) => [path, text]));
        const again = adoptTexts(texts, { defaults: ANSWERS, there });
        expect(again.manifests.filter(({ status }) => status === 'new')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  },
  PATIENCE,
);

test(
  'no credential leaves its source, wherever it stands',
  () => {
    const secret = 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5';
    const value = fc.constantFrom(
      secret,
      `Bearer ${secret}`,
      `https://user:${secret}@host/x`,
      `--token=${secret}`,
    );
    const holder = fc.oneof(
      value,
      fc.array(value, { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('A', 'DB_PASSWORD', 'url', 'test', 'name'), value, { maxKeys: 3 }),
    );
    const service = fc.dictionary(keys, holder, { maxKeys: 8 });
    fc.assert(
      fc.property(service, service, fc.constantFrom('web', secret), (one, other, name) => {
        const report = adoptTexts(
          {
            'docker-compose.yml': stringify({ services: { [name]: { image: 'a:1', ...one } } }),
            'catalog-info.yaml': stringify({
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'portal',
                description: `See ${secret}`,
                labels: one,
                links: [{ url: `https://u:${secret}@x` }],
              },
              spec: { type: 'service', ...other },
            }),
            'mcp.json': JSON.stringify({ mcpServers: { m: { command: 'npx', ...one } } }),
            'heady-registry.json': JSON.stringify({ components: [{ id: 'c', type: 'service', ...other }] }),
          },
          { defaults: ANSWERS },
        );
        expect(JSON.stringify(report).toLowerCase()).not.toContain(secret.toLowerCase().slice(4, 20));
      }),
      { numRuns: 60 },
    );
  },
  PATIENCE,
);
