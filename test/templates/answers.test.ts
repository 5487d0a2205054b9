import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Answers } from '../../server/src/scaffold/answers.ts';
import { type GeneratedFile, generate } from '../../server/src/scaffold/generate.ts';
import { builtInTemplates } from '../../server/src/templates/builtIn.ts';
import { HOSTILE } from './testing.ts';

const { templates } = await builtInTemplates().read();
/** Those of whole projects: they extend service-base, and so ask what it asks. */
const services = templates.filter(({ spec, parameters }) => !spec.abstract && parameters.has('audience'));

/** What people paste, and what breaks quoting somewhere. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '"',
        "'",
        '`',
        '\\',
        `\${x}`,
        '{{ x }}',
        '{% x %}',
        '</p>',
        '*/',
        '#',
        ': ',
        '- ',
        '\n',
        '"""',
      ),
      fc.constantFrom('\u2028', '\u0000', '\u202e', '%', '|', 'null', '0x10', HOSTILE),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}$/);

const answers: fc.Arbitrary<Answers> = fc.record({
  environment: fc.constantFrom('dev', 'test', 'stage', 'prod'),
  vertical: fc.stringMatching(/^[a-z][a-z0-9]{1,10}$/),
  name,
  owner: text.filter((owner) => owner.trim() !== ''),
  sensitivity: fc.constantFrom('public', 'internal', 'confidential', 'restricted'),
  description: text,
  parameters: fc.record({
    audience: fc.constantFrom('internal', 'partner', 'public'),
    licence: fc.constantFrom('MIT', 'Apache-2.0', 'none'),
  }),
});

test.each(services.map((template) => [template.name, template] as const))(
  '%s: whatever is answered, data files can be read, and say just that',
  (_name, template) => {
    const property = fc.property(answers, (given) => {
      const { files, manifest, problems } = generate(template, given, { year: 2026 });
      expect(problems).toEqual([]);
      for (const file of files) expectReadable(file);
      const { metadata } = parse(textOf(files.find(({ path }) => path === manifest)));
      expect(metadata.description ?? '').toBe(given.description?.replace(/\s+/g, ' ').trim());
      expect(metadata.tags.Owner).toBe(given.owner);
    });
    fc.assert(property, { numRuns: 25 });
  },
);

/** A file is what its name says. */
function expectReadable(file: GeneratedFile): void {
  if (/\.json$/.test(file.path)) expect(() => JSON.parse(textOf(file)), file.path).not.toThrow();
  if (/\.ya?ml$/.test(file.path)) {
    const faults = parseAllDocuments(textOf(file)).flatMap(({ errors }) => errors);
    expect(faults, `${file.path}\n${textOf(file)}`).toEqual([]);
  }
}

function textOf(file: GeneratedFile | undefined): string {
  return new TextDecoder().decode(file?.bytes);
}
