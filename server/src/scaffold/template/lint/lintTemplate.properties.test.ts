import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Files, lint, SOUND } from './testTemplate.ts';

/** What authors type, and half of it. */
const piece = fc.oneof(
  fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '-%}',
    '{% if x %}',
    '{% endif %}',
    '{% raw %}',
    '{% for a in parameters %}',
    '{% endfor %}',
    `{% render 'about' %}`,
    '{% include name %}',
    '{% layout "about" %}',
    '{% liquid\n assign a = b | c %}',
    '{{ parameters[name] }}',
    '{{ name | slice: 1, 2 | yaml }}',
    '{{ [name].x }}',
    'extends: worker',
    'abstract: true',
    'x-if: [1]',
    ': ',
    '- ',
    '\n',
    '\t',
    '&a *a',
    '"',
    '\u0000',
    '\ufeff',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

type Change = (files: Files) => Files;

const place = fc.record({ file: fc.nat(20), at: fc.double({ min: 0, max: 1, noNaN: true }) });
const written = (
  { file, at }: { file: number; at: number },
  change: (text: string, at: number) => string,
): Change => {
  return (files) => {
    const paths = Object.keys(files);
    const path = paths[file % paths.length];
    if (path === undefined) return files;
    const text = files[path] ?? '';
    return { ...files, [path]: change(text, Math.floor(at * text.length)) };
  };
};

const change: fc.Arbitrary<Change> = fc.oneof(
  fc
    .tuple(place, piece)
    .map(([where, more]) => written(where, (text, at) => text.slice(0, at) + more + text.slice(at))),
  fc
    .tuple(place, fc.nat(40))
    .map(([where, less]) => written(where, (text, at) => text.slice(0, at) + text.slice(at + less))),
  place.map(
    ({ file }): Change =>
      (files) => {
        const paths = Object.keys(files);
        return Object.fromEntries(
          Object.entries(files).filter(([path]) => path !== paths[file % paths.length]),
        );
      },
  ),
  fc.tuple(place, piece).map(
    ([{ file }, more]): Change =>
      (files) => {
        const paths = Object.keys(files);
        const renamed = (path: string, index: number) => (index === file % paths.length ? path + more : path);
        return Object.fromEntries(
          Object.entries(files).map(([path, text], index) => [renamed(path, index), text]),
        );
      },
  ),
);

test('whatever is done to the files of a template, the lint says what is wrong with them and where', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), (changes, extended) => {
      const files = changes.reduce((before, next) => next(before), SOUND);
      const findings = extended ? lint(SOUND, files) : lint(files);
      for (const { message, range, path } of findings) {
        expect(message.length, path).toBeGreaterThan(5);
        expect(range.start.line).toBeGreaterThanOrEqual(0);
        expect(range.start.character).toBeGreaterThanOrEqual(0);
        expect([range.end.line, range.end.character]).not.toContain(Number.NaN);
      }
    }),
    { numRuns: 120 },
  );
});
