import { describe, expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { ScaffoldAnswers, ScaffoldProblem } from '../protocol/scaffold.ts';
import { checkAnswers, type Plan, planFiles } from './check.ts';
import { readTemplate } from './template/readTemplate.ts';
import type { Template } from './template/template.ts';

const ANSWERS: ScaffoldAnswers = {
  environment: 'dev',
  vertical: 'health',
  name: 'billing',
  owner: 'team-billing',
  sensitivity: 'internal',
  description: 'Bills: "sent" # daily',
};

/** A service with its API, which asks for a port and, where that is not the usual one, for a reason. */
const TEMPLATE = template({
  'template.heady.yaml': `apiVersion: heady.systems/v1
kind: Template
metadata: { name: pair }
spec:
  version: 1.0.0
  creates: Service
  manifest: files/{{ environment }}.heady.yaml
  parameters:
    type: object
    required: [reason, contact]
    properties:
      port: { type: integer, default: 8080, minimum: 1024 }
      reason: { type: string, x-if: parameters.port != 8080 }
      contact: { type: string, examples: [ada] }
`,
  'files/{{ environment }}.heady.yaml.liquid': `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: {{ fullName }}
  tags: { Owner: {{ owner | yaml }}, Vertical: {{ vertical | yaml }}, DataSensitivity: {{ sensitivity }} }
{%- if description -%}
  description: {{ description | yaml }}
{%- endif -%}
spec:
  environment: {{ environment }}
  plane: app
  runtime: podman
  replicas: 2
  ports: [{ name: http, port: {{ parameters.port }}, protocol: http, exposure: private }]
`,
  'files/api.heady.yaml.liquid': `apiVersion: heady.systems/v1
kind: Api
metadata: { name: {{ baseName }}, tags: { Owner: {{ owner | yaml }} } }
spec: { type: rest, definition: ./openapi.yaml, providedBy: {{ baseName }} }
`,
});

function template(files: Record<string, string>): Template {
  return readTemplate(
    Object.entries(files).map(([path, text]) => ({
      path,
      bytes: new TextEncoder().encode(text),
      executable: false,
    })),
  );
}

function plan(answers: ScaffoldAnswers, files: Record<string, string> = {}): Plan {
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  return { template: TEMPLATE, answers, year: 2026, facts: new Catalog(index), uriOf: (path) => path };
}

const brief = (problems: readonly ScaffoldProblem[]) =>
  problems.map(({ question, parameter, rule }) => `${question ?? parameter ?? '-'} ${rule ?? '-'}`).sort();

const ABSENT =
  'apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: care }\nspec: { focus: Care }\n';

describe('answers are judged by the rules of the editor', () => {
  test.each([
    ['sound ones', ANSWERS, []],
    ['nothing answered', {}, []],
    ['a name in capitals', { name: 'Billing' }, ['name naming/service', 'name schema/format']],
    ['an empty name', { environment: 'dev', vertical: 'health', name: '' }, ['name -']],
    [
      'a vertical with a space',
      { vertical: 'public health' },
      ['vertical naming/service', 'vertical schema/format'],
    ],
    [
      'an empty owner',
      { environment: 'prod', owner: '' },
      ['owner catalog/prod-owner', 'owner tags/required'],
    ],
    ['a device of Windows', { name: 'aux' }, ['name -']],
    ['a way out of the folder', { name: '..' }, ['name -']],
    ['a parameter that does not fit', { parameters: { port: 80 } }, ['port -']],
    ['one that the template has not', { parameters: { colour: 'red' } }, ['colour -']],
  ] as [string, ScaffoldAnswers, string[]][])('%s', (_, answers, expected) => {
    expect(brief(checkAnswers(plan(answers)).problems)).toEqual(expected);
  });

  test('a name that is taken', () => {
    const [file] = planFiles(plan({ ...ANSWERS, parameters: { contact: 'ada' } })).generated?.files ?? [];
    const taken = { 'a.heady.yaml': new TextDecoder().decode(file?.bytes) };
    expect(Object.values(taken)[0]).toContain('kind: Api');
    expect(brief(checkAnswers(plan(ANSWERS, taken)).problems)).toEqual(['name naming/duplicate']);
  });

  test('a vertical that nobody knows, at its own place', () => {
    const { problems } = checkAnswers(plan(ANSWERS, { 'v.heady.yaml': ABSENT }));
    expect(brief(problems)).toEqual(['vertical tags/vertical-unknown']);
  });
});

describe('the questions of a template', () => {
  test('are asked after the answers before them', () => {
    expect(checkAnswers(plan(ANSWERS)).asked).toEqual(['port', 'contact']);
    const parameters = { port: 9090 };
    expect(checkAnswers(plan({ ...ANSWERS, parameters })).asked).toEqual(['port', 'reason', 'contact']);
  });

  test('must be answered before files are made', () => {
    const judged = planFiles(plan(ANSWERS));
    expect(brief(judged.problems)).toEqual(['contact -']);
    expect(judged.generated?.files).toEqual([]);
  });
});

describe('what would be written', () => {
  const parameters = { contact: 'ada' };

  test('is judged in all manifests, which find each other', () => {
    const { problems, generated } = planFiles(plan({ ...ANSWERS, parameters }));
    expect(generated?.files.map(({ path }) => path)).toEqual([
      'services/health/billing/api.heady.yaml',
      'services/health/billing/dev.heady.yaml',
    ]);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('may be there already, as it is: that is no second one', () => {
    const { generated } = planFiles(plan({ ...ANSWERS, parameters }));
    const there = Object.fromEntries(
      (generated?.files ?? []).map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]),
    );
    const { problems } = planFiles(plan({ ...ANSWERS, parameters }, there));
    expect(problems.filter(({ rule }) => rule === 'naming/duplicate')).toEqual([]);
  });

  test('is told to need a description where a policy asks for one, and nobody else is blamed', () => {
    const { description: _, ...undescribed } = { ...ANSWERS, parameters };
    const policy = {
      'p.heady.yaml': `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: quality }
spec: { custom: [{ id: described, kinds: [Service], path: metadata.description, check: required }] }
`,
    };
    const asked = (problems: readonly ScaffoldProblem[]) =>
      brief(problems.filter(({ rule }) => rule === 'policy/described'));
    const expected = ['description policy/described'];
    expect(asked(planFiles(plan(undescribed, policy)).problems)).toEqual(expected);
    expect(asked(checkAnswers(plan({ ...undescribed, description: '' }, policy)).problems)).toEqual(expected);
    expect(asked(planFiles(plan({ ...ANSWERS, parameters }, policy)).problems)).toEqual([]);
    expect(asked(checkAnswers(plan(undescribed, policy)).problems)).toEqual([]);
  });

  test('is nothing where the template would leave its place', () => {
    const { generated, problems } = planFiles(plan({ ...ANSWERS, name: 'con', parameters }));
    expect(generated).toBeUndefined();
    expect(problems).toMatchObject([{ question: 'name', message: expect.stringContaining('device') }]);
  });
});

test.each([
  [
    'con',
    'With this no file can be written: "con" is the name of a device on Windows: "services/health/con/',
  ],
  [
    'a'.repeat(300),
    'With this no file can be written: the path is longer than 240 characters: "services/health/',
  ],
])('a name that makes no path is to blame, and not the template: %.5s', (name, message) => {
  const { problems } = checkAnswers(plan({ ...ANSWERS, name }));
  const found = problems.find(({ question, rule }) => question === 'name' && rule === undefined);
  expect(found?.message.slice(0, message.length)).toBe(message);
  expect(found?.message.length).toBeLessThan(200);
});
