import { describe, expect, test } from 'vitest';
import { broken, lint, SOUND, told } from './testTemplate.ts';

const MANIFEST = 'template.heady.yaml';
const README = 'files/README.md.liquid';
const SERVICE = 'files/{{ environment }}.heady.yaml.liquid';

/** What is said where one part of a sound template is another. */
const saying = (path: string, part: string, otherwise: string) => told(lint(broken(path, part, otherwise)));

test('a sound template has no finding', () => expect(told(lint(SOUND))).toEqual([]));

describe('texts', () => {
  test('that do not parse, where they do not', () => {
    expect(saying(README, '# {{ title }}', '# {{ title }}\n{% if shared %}')).toEqual([
      `template/syntax ${README} 2:1 Tag {% if shared %} not closed.`,
    ]);
  });

  test('with a filter that is none', () => {
    expect(saying(README, '{{ title }}', '{{ title | upcase | yamll }}')).toEqual([
      `template/unknown-filter ${README} 1:23 There is no filter "yamll". Did you mean "yaml"?`,
    ]);
  });

  test.each([
    ['{{ tittle }}', '1:6 There is no variable "tittle". Did you mean "title"?'],
    ['{{ names.kebap }}', '1:6 "names" has no "kebap". Did you mean "kebab"?'],
    [
      '{% if parameters.letter %}x{% endif %}',
      '1:9 The template asks for no parameter "letter". Did you mean "letters"?',
    ],
    ['{{ name.first }}', '1:6 "name" has no "first". docs/templates.md lists those there are.'],
  ])('that name %s, which is nothing', (otherwise, message) => {
    expect(saying(README, '{{ title }}', otherwise)).toEqual([
      `template/unknown-variable ${README} ${message}`,
    ]);
  });

  test('may name what they assign, loop over or measure', () => {
    const text =
      '{% assign x = name.size %}{% for tag in parameters.tags %}{{ forloop.index }}{{ tag }}{{ x }}{% endfor %}';
    const files = broken(README, '{{ title }}', text);
    const asking = {
      ...files,
      [MANIFEST]: (files[MANIFEST] ?? '').replace(
        'properties:\n',
        'properties:\n      tags: { type: array, title: Tags }\n',
      ),
    };
    expect(told(lint(asking))).toEqual([]);
  });

  test('in conditions and paths of the manifest, at their very place', () => {
    expect(saying(MANIFEST, 'if: parameters.letters }', 'if: parameters.leters }')).toEqual([
      expect.stringContaining(
        `template/unknown-variable ${MANIFEST} 14:41 The template asks for no parameter "leters".`,
      ),
      expect.stringContaining('template/unused'),
    ]);
    expect(saying(MANIFEST, 'it in {{ folder }}', 'it in {{ foldr }}')).toEqual([
      `template/unknown-variable ${MANIFEST} 17:18 There is no variable "foldr". Did you mean "folder"?`,
    ]);
    expect(saying(MANIFEST, `parameters.queue != ''`, 'parameters.queue !=')).toEqual([]);
    const path = { ...SOUND, 'files/{{ nam }}.txt': '' };
    expect(told(lint(path))).toEqual([
      'template/unknown-variable files/{{ nam }}.txt 1:1 There is no variable "nam". Did you mean "name"?',
    ]);
  });

  test('that render partials that are not there', () => {
    expect(saying(README, `'about'`, `'abaut'`)).toEqual([
      `template/unknown-partial ${README} 3:1 There is no partial "abaut". Did you mean "about"?`,
      expect.stringMatching(/^template\/unused partials\/about\.liquid 1:1 Nothing renders this partial/),
    ]);
  });

  test('of partials that are not given what they name', () => {
    expect(saying(README, ', queue: parameters.queue', '')).toEqual([
      'template/render partials/about.liquid 1:21 Undefined variable: queue.',
    ]);
  });

  test('of partials that render themselves are looked at all the same', () => {
    const files = {
      ...SOUND,
      'partials/about.liquid': `{{ queue }}{% if false %}{% render 'about' %}{% endif %}`,
    };
    expect(told(lint(files))).toEqual([]);
  });
});

describe('questions', () => {
  test.each([
    ['default: jobs', 'default: Jobs', '11:53 The default does not fit. It must match ^[a-z]+$'],
    [
      'default: jobs',
      'default: jobs, examples: [a, B]',
      '11:73 The example does not fit. It must match ^[a-z]+$',
    ],
    [
      'default: jobs',
      'default: jobs, enum: [jobs, mail], enumDescriptions: [One]',
      '11:97 There are 1 descriptions for 2 values. Give each value one.',
    ],
  ])('%s written as %s', (part, otherwise, message) => {
    expect(saying(MANIFEST, part, otherwise)).toEqual([`template/parameter ${MANIFEST} ${message}`]);
  });

  test.each([
    ['^(a', 'This is no regular expression'],
    ['^(a+)\\1$', 'Back references may take for ever'],
  ])('with the pattern %s', (pattern, message) => {
    const [finding] = saying(MANIFEST, `'^[a-z]+$'`, `'${pattern}'`).filter((each) =>
      each.includes('/pattern '),
    );
    expect(finding).toContain(message);
  });

  test('that nothing names, or that are asked too late', () => {
    expect(saying(MANIFEST, 'if: parameters.letters }', 'if: shared }')).toEqual([
      expect.stringMatching(
        /^template\/unused template\.heady\.yaml 12:7 Nothing names the answer to "letters"/,
      ),
    ]);
    expect(saying(MANIFEST, 'default: jobs', 'default: jobs, x-if: parameters.letters')).toEqual([
      expect.stringMatching(/^template\/asked-later .*"letters" is asked after "queue"/),
    ]);
  });

  test('that must be answered while nothing says how', () => {
    const files = broken(MANIFEST, 'default: jobs, ', '');
    const required = {
      ...files,
      [MANIFEST]: (files[MANIFEST] ?? '').replace('properties:', 'required: [queue, more]\n    properties:'),
    };
    expect(told(lint(required))).toEqual([
      `template/parameter ${MANIFEST} 10:23 There is no parameter "more" that could be required. Ask for it in properties.`,
    ]);
    const pattern = {
      ...required,
      [MANIFEST]: (required[MANIFEST] ?? '').replace(', more', '').replace('[a-z]+', '[0-9]+'),
    };
    expect(told(lint(pattern))).toEqual([
      expect.stringContaining('"queue" must be answered, and nothing says how.'),
    ]);
  });
});

describe('files', () => {
  test('of a condition that are not there', () => {
    expect(saying(MANIFEST, '[files/letters.txt]', '[files/letters.txt, src/**]')).toEqual([
      expect.stringMatching(
        /^template\/glob template\.heady\.yaml 14:36 No file of the template is at "src\/\*\*"/,
      ),
    ]);
  });

  test('of one path, or out of the project, for some answers only', () => {
    const twice = { ...SOUND, "files/{% if environment == 'prod' %}letters{% else %}x{% endif %}.txt": '' };
    expect(told(lint(twice))).toEqual([
      expect.stringMatching(/^template\/render .* With environment prod.*letters\.txt/),
    ]);
    const out = { ...SOUND, 'files/{% if shared %}..{% else %}x{% endif %}/y.txt': '' };
    expect(told(lint(out))).toEqual([expect.stringContaining('could leave the project')]);
  });

  test('that never end are tried once', () => {
    const text = '{% for a in (1..99999999) %}{% for b in (1..99999999) %}x{% endfor %}{% endfor %}';
    expect(told(lint({ ...SOUND, 'files/x.txt.liquid': text }))).toEqual([
      expect.stringMatching(/^template\/render files\/x\.txt\.liquid .*limit exceeded/i),
    ]);
  });

  test('that cannot be read any more once somebody types something odd', () => {
    expect(told(lint({ ...SOUND, 'files/data.json.liquid': '{ "says": "{{ description }}" }' }))).toEqual([
      expect.stringMatching(
        /^template\/escape .*"services\/health\/appointments\/data\.json" can no longer be read/,
      ),
    ]);
  });
});

describe('the manifest', () => {
  test.each([
    ['files/{{ environment }}.heady', 'files/x.heady', 'no file is written at "files/x.heady.yaml"'],
    ['creates: Service', 'creates: Api', 'is no manifest of a Api'],
  ])('%s written as %s', (part, otherwise, message) => {
    expect(saying(MANIFEST, part, otherwise)[0]).toContain(message);
  });

  test('under another name, or against the rails, for some answers', () => {
    expect(saying(SERVICE, '{{ fullName }}', '{{ fullName }}-x')).toEqual([
      `template/manifest ${MANIFEST} 15:13 "services/health/appointments/dev.heady.yaml" is called "dev-health-appointments-x", and must be "dev-health-appointments". Write {{ fullName }}.`,
    ]);
    expect(saying(SERVICE, 'plane: app', 'plane: control')).toEqual([
      expect.stringMatching(/^template\/rails .*With environment prod.* breaks plane\/control-nodes/),
    ]);
  });
});

describe('templates that extend others', () => {
  const BASE = {
    ...SOUND,
    [MANIFEST]: (SOUND[MANIFEST] ?? '').replace('version: 1.0.0', 'version: 1.0.0\n  abstract: true'),
  };
  const own = (spec: string) => ({
    [MANIFEST]: `apiVersion: heady.systems/v1\nkind: Template\nmetadata: { name: worker }\nspec: { version: 1.0.0, creates: Service, extends: base-1${spec} }\n`,
  });

  test('are looked at as a whole, and findings lie where the text does', () => {
    expect(told(lint(BASE))).toEqual([]);
    expect(told(lint(own(''), BASE))).toEqual([]);
    const odd = { ...BASE, [README]: '{{ tittle }}' };
    expect(told(lint(own(''), odd))).toEqual([
      `template/unknown-variable base-1/${README} 1:4 There is no variable "tittle". Did you mean "title"?`,
    ]);
  });

  test('may bring what an abstract one names', () => {
    const hook = { ...BASE, [README]: `{% render 'hook' %}{{ parameters.more }}` };
    expect(told(lint(hook))).toEqual([]);
    const filled = {
      ...own(', parameters: { type: object, properties: { more: { type: string } } }'),
      'partials/hook.liquid': 'x',
    };
    expect(told(lint(filled, hook))).toEqual([]);
    expect(told(lint(own(''), hook)).map((each) => each.split(' ')[0])).toEqual([
      'template/unknown-partial',
      'template/unknown-variable',
    ]);
  });

  test('extend one that cannot be read, or is not there', () => {
    expect(told(lint(own(''), { ...BASE, [MANIFEST]: 'kind: Template' }))[0]).toContain(
      `template/unreadable base-1/${MANIFEST}`,
    );
    expect(told(lint(own('')))).toEqual([
      expect.stringContaining('It extends "base-1", which is not beside it.'),
    ]);
  });
});

describe('templates of Backstage', () => {
  const backstage = (steps: string) => ({
    'template.yaml': `apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: theirs }\nspec:\n  parameters: []\n  steps:\n${steps}`,
    'skeleton/README.md': `# \${{ values.name }}\n`,
  });
  const FETCH = `    - { id: a, action: "fetch:template", input: { url: ./skeleton, values: { name: "\${{ parameters.name }}" } } }\n`;

  test('say what is left out', () => {
    const publish = '    - { id: b, name: Publish, action: "publish:github" }\n';
    expect(told(lint(backstage(FETCH + publish)))).toEqual([
      'template/left-out template.yaml 1:1 Left out: step "Publish": publish:github is not done here.',
    ]);
  });

  test('name values that no step gives, and tags that Liquid has not', () => {
    const files = backstage(FETCH);
    expect(told(lint({ ...files, 'skeleton/README.md': `a\n\${{ values.nam }}\n` }))).toEqual([
      'template/unknown-variable skeleton/README.md 2:1 "values" has no "nam". Did you mean "name"?',
    ]);
    expect(told(lint({ ...files, 'skeleton/README.md': '{% macro x() %}{% endmacro %}' }))).toEqual([
      'template/syntax skeleton/README.md 1:1 "macro" of Nunjucks is not known here.',
    ]);
  });
});
