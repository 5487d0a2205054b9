import { expect, test } from 'vitest';
import { generate } from '../scaffold/generate.ts';
import { builtInTemplates } from './builtIn.ts';

test('every template that comes with Heady can be read', async () => {
  const { templates, bad } = await builtInTemplates().read();
  expect(bad).toEqual([]);
  expect(templates.map(({ name }) => name)).toContain('service-manifest');
});

test('a service of its manifest alone', async () => {
  const { templates } = await builtInTemplates().read();
  const template = templates.find(({ name }) => name === 'service-manifest');
  if (!template) throw new Error('there is none');
  const answers = {
    environment: 'prod',
    vertical: 'health',
    name: 'billing',
    owner: 'team-billing',
    sensitivity: 'restricted',
    description: 'Says "{{ name }}": # no comment',
    parameters: {},
  } as const;
  const { files, manifest } = generate(template, answers, { year: 2026 });
  expect(manifest).toBe('services/health/billing/prod.heady.yaml');
  expect(files.map(({ path }) => path)).toEqual([manifest]);
  expect(new TextDecoder().decode(files[0]?.bytes)).toMatchInlineSnapshot(`
    "apiVersion: heady.systems/v1
    kind: Service
    metadata:
      name: prod-health-billing
      title: Billing
      description: "Says \\"{{ name }}\\": # no comment"
      tags: { Owner: team-billing, Vertical: health, DataSensitivity: restricted }
    spec:
      environment: prod
      # app: stateless work. data: databases and queues. control: the platform itself.
      plane: app
      runtime: podman
      replicas: 2
      # private < vertical < lan < public: open a port no wider than its users need.
      ports:
        - { name: http, port: 8080, protocol: http, exposure: private }
      health: { path: /healthz, port: 8080 }
      state: stateless
      template:
        name: service-manifest
        version: 1.0.0
    "
  `);
});
