import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../manifest/parse.ts';
import { ENTRY_KINDS } from '../../manifest/schemas.ts';
import { templateOf } from './template.ts';
import { TEMPLATES, templateFor } from './templates.ts';

const ALL = [...TEMPLATES.values()];

describe('the templates', () => {
  it('are there for every kind', () => {
    expect(new Set(ALL.map(({ kind }) => kind))).toEqual(new Set(ENTRY_KINDS));
    expect(templateFor('Service')?.name).toBe('service');
    expect(templateFor('Nothing')).toBeUndefined();
  });

  it.each(ALL.map((template) => [template.name, template] as const))(
    '%s: every parameter is used and told',
    (_, template) => {
      const { text, parameters, example, kind } = template;
      const used = new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name));
      expect(used).toEqual(new Set(parameters.map(({ name }) => name)));
      expect(parameters.filter(({ name, description }) => !name || !description)).toEqual([]);
      for (const parameter of parameters) {
        expect(parameter.choices?.[0] ?? parameter.default).toBe(parameter.default);
      }
      expect(text).not.toContain('$');
      const filled = parameters.reduce(
        (rest, each) => rest.replaceAll(`{{${each.name}}}`, each.default),
        text,
      );
      expect(filled).toBe(example);
      expect(parseManifest(example).documents[0]?.document.kind).toBe(kind);
    },
  );

  it('name their parameters by the fields that they fill', () => {
    const { parameters = [], text } = TEMPLATES.get('service') ?? {};
    expect(text).toContain('name: {{spec.environment}}-{{metadata.tags.Vertical}}-{{metadata.name}}\n');
    expect(parameters[0]).toEqual({
      name: 'spec.environment',
      description: expect.any(String),
      default: 'dev',
      choices: ['dev', 'test', 'stage', 'prod'],
    });
    const image = TEMPLATES.get('machine')?.parameters.map(({ name }) => name);
    expect(image).toContain('spec.image 2');
  });
});

describe('templateOf', () => {
  it('makes none of what is no whole manifest', () => {
    expect(templateOf('Port', { prefix: ['port'], description: '', body: ['- port: $1'] })).toBeUndefined();
  });

  it('follows a default into another', () => {
    const stop = (number: number, text: string) => `\${${number}:${text}}`;
    const body = [
      'apiVersion: heady.systems/v1',
      'kind: Workspace',
      `metadata: { name: ${stop(1, 'a')} }`,
      'spec:',
      `  repository: ${stop(2, 'b/$1')}`,
    ];
    const template = templateOf('x', { prefix: ['x'], description: 'y', body });
    expect(template?.example).toContain('repository: b/a');
    expect(template?.parameters.map((each) => [each.name, each.default])).toEqual([
      ['metadata.name', 'a'],
      ['spec.repository', 'b/a'],
    ]);
  });
});
