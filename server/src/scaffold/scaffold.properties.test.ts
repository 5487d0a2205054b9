import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { ScaffoldAnswers } from '../protocol/scaffold.ts';
import { checkAnswers, type Plan, planFiles } from './check.ts';
import { isManifestPath } from './judge.ts';
import { judgePath, pathCollision } from './paths.ts';
import { readTemplate } from './template/readTemplate.ts';

/** Puts what people type into every kind of place: paths, manifests, and a file of comments. */
const TEMPLATE = readTemplate(
  Object.entries({
    'template.heady.yaml': `apiVersion: heady.systems/v1
kind: Template
metadata: { name: everywhere }
spec:
  version: 1.0.0
  creates: Service
  manifest: files/{{ environment }}.heady.yaml
  parameters:
    type: object
    properties:
      port: { type: integer, default: 8080, minimum: 1024, maximum: 65535 }
      folder: { type: string, default: src }
`,
    'files/{{ environment }}.heady.yaml.liquid': `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: {{ fullName | yaml }}
  title: {{ title | yaml }}
{%- if description -%}
  description: {{ description | yaml }}
{%- endif -%}
  tags: { Owner: {{ owner | yaml }}, Vertical: {{ vertical | yaml }}, DataSensitivity: {{ sensitivity | yaml }} }
spec:
  environment: {{ environment }}
  plane: app
  runtime: podman
  ports: [{ name: http, port: {{ parameters.port }}, protocol: http, exposure: private }]
`,
    'files/{{ parameters.folder }}/{{ names.snake }}.py.liquid': `# {{ description | comment }}\nOWNER = {{ owner | python }}\n`,
    'repository/.github/{{ baseName }}.yml.liquid': `name: {{ baseName | yaml }}\n`,
  }).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text), executable: false })),
);

const FACTS = new Catalog(new WorkspaceIndex());
const plan = (answers: ScaffoldAnswers): Plan => ({
  template: TEMPLATE,
  answers,
  year: 2026,
  facts: FACTS,
  uriOf: (path) => path,
});

/** What breaks whatever takes it for harmless. */
const HOSTILE = [
  '',
  '..',
  '.',
  '../..',
  '/etc/passwd',
  'C:\\Windows',
  'con',
  'NUL.txt',
  'aux',
  'a/b',
  'a\\b',
  'nul\u0000l',
  '.git',
  '.GIT',
  'x'.repeat(300),
  'trailing.',
  'trailing ',
  '{{ name }}',
  '{% include "x" %}',
  '"; rm -rf /; #',
  "it's",
  'two\nlines',
  '---\nkind: Policy',
  '*/ evil /*',
  '🎉',
  '&anchor',
  '!tag',
  '- item',
  'key: value',
  'true',
  '__proto__',
];
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const name = fc.oneof(text, fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5}){0,2}$/));
const answers: fc.Arbitrary<ScaffoldAnswers> = fc.record({
  environment: fc.constantFrom('dev', 'test', 'stage', 'prod'),
  vertical: name,
  name,
  owner: name,
  sensitivity: fc.constantFrom('public', 'internal', 'confidential', 'restricted'),
  description: text,
  parameters: fc.record(
    { port: fc.oneof(fc.integer(), text), folder: name },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, unknown>>,
});

test('any answers give problems, or files that stay within the folder and manifests that parse', () => {
  let made = 0;
  fc.assert(
    fc.property(answers, (given) => {
      const { generated, problems } = planFiles(plan(given));
      const files = generated?.files ?? [];
      if (files.length === 0) {
        expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
        return;
      }
      made++;
      const paths = files.map(({ path }) => path);
      expect(paths.map(judgePath).filter((fault) => fault !== undefined)).toEqual([]);
      expect(pathCollision(paths)).toBeUndefined();
      for (const { path, bytes } of files) {
        if (!isManifestPath(path)) continue;
        const { documents } = parseManifest(new TextDecoder().decode(bytes));
        expect(documents).toHaveLength(1);
        const document = documents[0]?.document;
        expect(document?.syntaxProblems).toEqual([]);
        expect(document?.kind).toBe('Service');
        // What was typed is what it says, wherever it breaks a rule or none.
        expect(document?.written(['metadata', 'tags', 'Owner'])).toBe(given.owner);
        expect(document?.written(['spec', 'template', 'name'])).toBe('everywhere');
      }
    }),
    { numRuns: 300 },
  );
  expect(made).toBeGreaterThan(0);
});

test('whoever corrects what is said to be wrong ends with files', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const sound: ScaffoldAnswers = {
        environment: 'dev',
        vertical: 'health',
        name: 'billing',
        owner: 'team',
        sensitivity: 'internal',
        description: '',
      };
      let now = given;
      for (let tries = 0; tries < 12; tries++) {
        const { problems } = planFiles(plan(now));
        const error = problems.find(({ severity }) => severity === 'error');
        if (!error) return;
        const { question, parameter } = error;
        expect(question ?? parameter, JSON.stringify({ error, now })).toBeDefined();
        if (question) now = { ...now, [question]: sound[question] };
        else if (parameter) {
          const { [parameter]: _, ...others } = now.parameters ?? {};
          now = { ...now, parameters: others };
        }
      }
      expect.unreachable('it is never right');
    }),
    { numRuns: 150 },
  );
});

test('some answers are checked as well as all of them, and never fail', () => {
  fc.assert(
    fc.property(
      answers,
      fc.subarray(['environment', 'vertical', 'name', 'owner', 'description']),
      (given, keys) => {
        const some = Object.fromEntries(Object.entries(given).filter(([key]) => keys.includes(key)));
        const { problems, asked } = checkAnswers(plan(some));
        expect(asked).toEqual(['port', 'folder']);
        for (const { question } of problems) expect(keys).toContain(question);
      },
    ),
    { numRuns: 150 },
  );
});
