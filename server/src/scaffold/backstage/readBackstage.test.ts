// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Backstage writes its expressions so
import { describe, expect, test } from 'vitest';
import type { Answers } from '../answers.ts';
import { generate } from '../generate.ts';
import { readTemplate } from '../template/readTemplate.ts';
import type { TemplateFile } from '../template/template.ts';
import { readBackstage } from './readBackstage.ts';

const file = (path: string, text: string): TemplateFile => ({
  path,
  bytes: new TextEncoder().encode(text),
  executable: false,
});

const BASE = readTemplate([
  file(
    'template.heady.yaml',
    'apiVersion: heady.systems/v1\nkind: Template\nmetadata: { name: base }\nspec: { version: 1.0.0, creates: Service, manifest: "files/{{ environment }}.heady.yaml" }\n',
  ),
  file(
    'files/{{ environment }}.heady.yaml.liquid',
    'apiVersion: heady.systems/v1\nkind: Service\nmetadata: { name: {{ fullName }} }\nspec:\n  environment: dev\n',
  ),
]);

const TEMPLATE = `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: spring-service
  title: Spring Service
  description: A service with Spring Boot.
  tags: [java, spring]
spec:
  owner: team-jvm
  type: service
  parameters:
    - title: About
      required: [name, javaVersion]
      properties:
        name: { title: Name, type: string, ui:autofocus: true }
        owner: { title: Owner, type: string, ui:field: OwnerPicker }
        javaVersion: { title: Java, type: string, enum: ['17', '21'], enumNames: [Seventeen, Twenty-one], default: '21' }
        metrics: { title: Metrics, type: boolean, default: true }
        modules: { title: Modules, type: array, items: { type: string, enum: [web, jobs] }, default: [web] }
    - title: Where
      required: [repoUrl]
      properties:
        repoUrl: { title: Repository, type: string, ui:field: RepoUrlPicker }
  steps:
    - id: fetch
      name: Fetch
      action: fetch:template
      input:
        url: ./skeleton
        copyWithoutTemplating: [.github/**]
        values:
          name: \${{ parameters.name }}
          owner: \${{ parameters.owner }}
          java: \${{ parameters.javaVersion }}
          metrics: \${{ parameters.metrics }}
          artifact: \${{ parameters.name | replace("-", "_") | upper }}
    - id: modules
      name: Modules
      each: \${{ parameters.modules }}
      action: fetch:template
      input:
        url: ./module
        targetPath: modules/\${{ each.value }}
        values: { module: '\${{ each.value }}' }
    - id: docs
      name: Docs
      if: \${{ parameters.metrics }}
      action: fetch:plain
      input: { url: ./docs, targetPath: docs }
    - id: publish
      name: Publish
      action: publish:github
      input: { repoUrl: '\${{ parameters.repoUrl }}' }
  output:
    links: []
`;

const FILES = [
  file('template.yaml', TEMPLATE),
  file(
    'skeleton/catalog-info.yaml',
    'metadata:\n  name: ${{ values.name | dump }}\nspec:\n  owner: ${{ values.owner }}\n',
  ),
  file(
    'skeleton/src/${{ values.name }}.properties',
    '{# how it is built #}java=${{ values.java }}\nartifact=${{ values.artifact }}\n{% if values.metrics -%}\nmetrics=on\n{%- elif values.java === "17" %}\nold\n{%- else %}\nmetrics=off\n{%- endif %}\nunknown=${{ values.nothing }}\n',
  ),
  file('skeleton/.github/build.yml', 'run: ${{ github.sha }}\n'),
  file('module/README.md', '# ${{ values.module | title }}\n'),
  file('docs/index.md', '${{ as.it.is }}\n'),
];

const ANSWERS: Answers = {
  environment: 'dev',
  vertical: 'health',
  name: 'visit-log',
  owner: 'team-clinics',
  sensitivity: 'internal',
  parameters: {},
};

const made = (parameters: Answers['parameters'] = {}, files = FILES) => {
  const { files: written, problems } = generate(
    readBackstage(files, BASE),
    { ...ANSWERS, parameters },
    { year: 2026 },
  );
  const texts = Object.fromEntries(written.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  return { texts, problems };
};

describe('a template of Backstage', () => {
  test('asks what is not asked anyway, and says what it does not do', () => {
    const template = readBackstage(FILES, BASE);
    expect([...template.parameters.keys()]).toEqual(['javaVersion', 'metrics', 'modules']);
    expect(template.parameters.get('javaVersion')).toMatchObject({
      enum: ['17', '21'],
      enumDescriptions: ['Seventeen', 'Twenty-one'],
    });
    expect(template.leftOut).toEqual([
      expect.stringContaining('"repoUrl"'),
      'step "Publish": publish:github is not done here',
    ]);
    expect(template.spec).toMatchObject({ technologies: ['java', 'spring'], creates: 'Service' });
  });

  test('makes its files, and the manifest that Backstage has none of', () => {
    const { texts } = made({ modules: ['web', 'jobs'] });
    const at = 'services/health/visit-log';
    expect(texts[`${at}/dev.heady.yaml`]).toContain('name: spring-service');
    expect(texts[`${at}/catalog-info.yaml`]).toBe(
      'metadata:\n  name: "visit-log"\nspec:\n  owner: team-clinics\n',
    );
    expect(texts[`${at}/src/visit-log.properties`]).toBe(
      'java=21\nartifact=VISIT_LOG\nmetrics=on\nunknown=\n',
    );
    expect(texts[`${at}/.github/build.yml`]).toBe('run: ${{ github.sha }}\n');
    expect(texts[`${at}/modules/web/README.md`]).toBe('# Web\n');
    expect(texts[`${at}/modules/jobs/README.md`]).toBe('# Jobs\n');
    expect(texts[`${at}/docs/index.md`]).toBe('${{ as.it.is }}\n');
  });

  test('keeps to its conditions', () => {
    const { texts } = made({ metrics: false, javaVersion: '17' });
    expect(Object.keys(texts).filter((path) => path.includes('docs/'))).toEqual([]);
    expect(texts['services/health/visit-log/src/visit-log.properties']).toContain('old\n');
  });

  test('judges answers by its own questions', () => {
    expect(made({ javaVersion: '8' }).problems).toEqual([
      { parameter: 'javaVersion', message: 'It must be one of 17, 21.' },
    ]);
  });

  test('has another version once a file is another', () => {
    const version = (files: TemplateFile[]) => readBackstage(files, BASE).spec.version;
    expect(version(FILES)).toMatch(/^0\.0\.0-x[0-9a-f]{9}$/);
    expect(version([...FILES].reverse())).toBe(version(FILES));
    expect(version([...FILES, file('skeleton/more', '')])).not.toBe(version(FILES));
  });
});

describe('what a hostile one cannot do', () => {
  const skeleton = (text: string) => [
    ...FILES.filter(({ path }) => !path.startsWith('skeleton')),
    file('skeleton/x', text),
  ];

  test.each([
    '${{ "".constructor.constructor("return process")() }}',
    '${{ range.constructor("return globalThis.process.mainModule")() }}',
    '{% include "/etc/passwd" %}',
    '{% import "x" as y %}',
    '{% macro x() %}{% endmacro %}',
  ])('run or read: %s', (text) => {
    let written = '';
    try {
      written = made({}, skeleton(text)).texts['services/health/visit-log/x'] ?? '';
    } catch (cause) {
      expect(String(cause)).toContain('skeleton/x');
    }
    expect(written).not.toMatch(/process|root:/);
  });

  test('write out of its folder', () => {
    const elsewhere = TEMPLATE.replace('targetPath: docs', 'targetPath: "${{ \\"..\\" }}/up"');
    expect(() => made({}, [file('template.yaml', elsewhere), ...FILES.slice(1)])).toThrow(
      'could leave the project',
    );
  });

  test('take a step without end', () => {
    const many = TEMPLATE.replace('each: ${{ parameters.modules }}', `each: [${'a,'.repeat(101)}a]`);
    expect(() => made({}, [file('template.yaml', many), ...FILES.slice(1)])).toThrow('100 are the most');
  });

  test.each([
    ['comments that do not end', '{#'.repeat(200_000)],
    ['tags that do not end', `{% ${' '.repeat(400_000)}`],
    [
      'a text that is quoted again and again',
      `{% set s = '"' %}{% for i in (1..99) %}{% set s = s | tojson %}{% endfor %}`,
    ],
  ])('hold up whoever renders them: %s', (_, text) => {
    try {
      made({}, skeleton(text));
    } catch (cause) {
      expect(String(cause)).toContain('skeleton/x');
    }
  });

  test.each([
    ['more keys than anybody writes', Array.from({ length: 150_000 }, (_, key) => `k${key}: 1\n`).join('')],
    ['nesting without end', `x: ${'['.repeat(50_000)}`],
    [
      'aliases of aliases',
      `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`).join('')}`,
    ],
  ])('be read with %s', (_, text) => {
    expect(() => readBackstage([file('template.yaml', text)], BASE)).toThrow('template.yaml: ');
  });

  test('be read in another version', () => {
    const old = TEMPLATE.replace('v1beta3', 'v1beta2');
    expect(() => readBackstage([file('template.yaml', old)], BASE)).toThrow(
      '"scaffolder.backstage.io/v1beta3" is read here',
    );
  });
});
