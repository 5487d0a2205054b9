import { describe, expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-types';
import { parseManifest } from '../manifest/parse.ts';
import { complete } from './complete.ts';
import { hover } from './hover.ts';
import { SAMPLE_CATALOG } from './testSupport.ts';
import { edited, open } from './testWorkspace.ts';

/** A template with something for each place; the cursor is at `§`, as `|` is Liquid's. */
const template = (parts: { if?: string; xIf?: string; manifest?: string; next?: string }) => `kind: Template
metadata: { name: worker }
spec:
  version: 1.0.0
  parameters:
    properties:
      queue: { type: string, title: Queue, description: Of jobs. }
      more: { type: boolean, x-if: ${parts.xIf ?? 'shared'} }
  files:
    - paths: [files/x]
      if: ${parts.if ?? 'shared'}
  manifest: ${parts.manifest ?? 'files/x'}
  next: |
    ${parts.next ?? 'Nothing.'}
`;

function at(parts: Parameters<typeof template>[0]) {
  const marked = template(parts);
  const offset = marked.indexOf('§');
  const text = marked.replace('§', '');
  return { text, offset, file: parseManifest(text) };
}

function labels(parts: Parameters<typeof template>[0]): string[] {
  const { file, offset } = at(parts);
  return complete(file, offset, SAMPLE_CATALOG).map(({ label }) => label);
}

function accept(parts: Parameters<typeof template>[0], label: string): string | undefined {
  const { file, offset, text } = at(parts);
  const item = complete(file, offset, SAMPLE_CATALOG).find((each) => each.label === label);
  const { range, newText } = (item?.textEdit ?? {}) as TextEdit;
  return item && edited(text, [{ range, newText }]);
}

describe('completion in expressions of a template', () => {
  it.each([
    { if: '§' },
    { if: 'par§' },
    { xIf: "queue == '' and §" },
    { manifest: 'files/{{ § }}.heady.yaml' },
    { next: 'Run it in {{ fol§ }}.' },
    { next: '{% if § %}' },
  ])('proposes questions and variables in %j', (parts) => {
    expect(labels(parts)).toEqual(
      expect.arrayContaining(['parameters.queue', 'parameters.more', 'folder', 'names.snake']),
    );
  });

  it.each([{ manifest: 'files/{{ name | § }}.yaml' }, { next: '{{ name | upcase | ya§ }}' }])(
    'proposes filters in %j',
    (parts) => {
      expect(labels(parts)).toEqual(expect.arrayContaining(['yaml', 'kebab']));
      expect(labels(parts)).not.toContain('folder');
    },
  );

  it.each([{ manifest: 'files/§' }, { next: 'Run {{ name }} §' }])(
    'proposes nothing in the text of %j',
    (parts) => {
      expect(labels(parts)).not.toContain('folder');
    },
  );

  it('replaces the name that is begun', () => {
    expect(accept({ if: 'parameters.q§' }, 'parameters.queue')).toBe(template({ if: 'parameters.queue' }));
    expect(accept({ next: 'In {{ fold§er }}.' }, 'folder')).toBe(template({ next: 'In {{ folder }}.' }));
  });
});

describe('hover in expressions of a template', () => {
  it.each([
    [{ if: 'parameters.que§ue == 1' }, '**parameters.queue** (variable)\n\nQueue: Of jobs.'],
    [
      { next: 'In {{ fo§lder }}.' },
      '**folder** (variable)\n\nWhere the project lies in the workspace folder.',
    ],
    [{ manifest: 'files/{{ name | sn§ake }}.yaml' }, '**snake** (filter)\n\ndonor_portal'],
  ])('in %j', (parts, says) => {
    const { file, offset } = at(parts);
    expect(hover(file, offset, SAMPLE_CATALOG)?.contents).toEqual({ kind: 'markdown', value: says });
  });

  it('says nothing of what nobody knows', () => {
    const { file, offset } = at({ if: 'to§string' });
    expect(hover(file, offset, SAMPLE_CATALOG)).toBeNull();
  });
});

describe('of a template that extends others', () => {
  const base = (name: string, more: string, questions: string) => `kind: Template
metadata: { name: ${name} }
spec:
  version: 1.0.0
${more}  parameters: { properties: { ${questions} } }
`;
  const FILES = {
    'file:///w/a/service/template.heady.yaml': base(
      'service',
      '  extends: root\n',
      'port: { type: integer, title: Port }, queue: { type: string, title: Another queue }',
    ),
    // What extends itself ends the chain.
    'file:///w/a/root/template.heady.yaml': base('root', '  extends: service\n', 'licence: { type: string }'),
    'file:///w/b/service/template.heady.yaml': base('service', '', 'elsewhere: { type: string }'),
  };
  const extending = (next: string) =>
    template({ next }).replace('  version:', '  extends: service\n  version:');
  const opened = (next: string) =>
    open(FILES, ['file:///w/a/worker/template.heady.yaml', extending(next).replace('§', '|')]);

  it('their questions are proposed, too, from beside it and from no other place', () => {
    const { project, file, offset } = opened('In {{ par§ }}.');
    const names = complete(file, offset, project)
      .map(({ label }) => label)
      .filter((label) => label.startsWith('parameters.'));
    expect(names).toEqual(['parameters.queue', 'parameters.more', 'parameters.port', 'parameters.licence']);
  });

  it('their questions are explained, but for one that it asks itself', () => {
    const says = (next: string) => {
      const { project, file, offset } = opened(next);
      return hover(file, offset, project)?.contents;
    };
    expect(says('At {{ parameters.po§rt }}.')).toMatchObject({
      value: '**parameters.port** (variable)\n\nPort',
    });
    expect(says('{{ parameters.qu§eue }}')).toMatchObject({
      value: expect.stringContaining('Queue: Of jobs.'),
    });
  });
});
