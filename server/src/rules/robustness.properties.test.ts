import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixesOf } from './lint.ts';
import { lintText } from './testing.ts';
import { faulty, WORLD } from './testManifests.ts';

/** What makes YAML difficult. */
const words = fc.constantFrom(
  ...['apiVersion: heady.systems/v1', 'kind: Service', 'metadata:', '  name: dev-data-x', '  tags: '],
  ...[
    '{',
    '}',
    '- ',
    '[',
    ']',
    '"',
    "'",
    ': ',
    '*a',
    '&a ',
    '<<: *a',
    '\n',
    '\r\n',
    '---\n',
    '\t',
    '  ',
    '|',
  ],
  ...['!!int ', '? ', 'spec:\n  environment: dev', ' schema/type: why', '# heady-ignore', '%YAML 1.2\n'],
  ...['\ufeff', '\u0000', 'null', 'kind: GoldenImage', '  layers:\n', '    - name: base\n'],
);

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(words, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.tuple(faulty, fc.nat(), fc.nat({ max: 20 })).map(([text, at, gone]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + text.slice(start + gone);
  }),
);

describe('any text', { timeout: 60_000 }, () => {
  it('is read, checked and offered fixes without a throw', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const finding of lintText(text, WORLD)) {
          expect(finding.start).toBeLessThanOrEqual(finding.end);
          expect(finding.end).toBeLessThanOrEqual(finding.options.document.text.length);
          fixesOf(finding, finding.options);
        }
      }),
      { numRuns: 500 },
    );
  });
});
