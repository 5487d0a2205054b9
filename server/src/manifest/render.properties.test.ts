import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderScalar } from './render.ts';
import { plainOf } from './tree.ts';
import { parseYaml } from './yaml.ts';

describe('renderScalar', () => {
  const styles = fc.constantFrom('plain' as const, 'single' as const, 'double' as const);
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'on',
      'no',
      'null',
      '~',
      'TRUE',
      '1e3',
      '0x1F',
      '.5',
      '.inf',
      '-',
      '- a',
      '?',
      ':',
      'a:',
      'a: b',
    ),
    fc.constantFrom(
      'a #b',
      '#a',
      '@a',
      '`a',
      '*a',
      '&a',
      '!a',
      '%a',
      '---',
      '...',
      '<<',
      '=',
      'a,b',
      '[a',
      ' a',
      'a ',
    ),
    fc.constantFrom(
      '2026-01-01',
      '1_000',
      '012',
      '1:30',
      "it's",
      'a\nb',
      'a\tb',
      '\u2028',
      '\ufeff',
      '\ud800',
      '',
    ),
  );

  it('says any text so that it is read back, in block and flow', () => {
    fc.assert(
      fc.property(texts, styles, fc.boolean(), (text, style, flow) => {
        const written = renderScalar(text, { flow, json: false }, style);
        const source = flow ? `{ k: ${written}, l: 1 }` : `k: ${written}\nl: 1\n`;
        const { root, problems } = parseYaml(source);
        expect(problems).toEqual([]);
        expect(plainOf(root)).toEqual({ k: text, l: 1 });
      }),
      { numRuns: 1000 },
    );
  });

  it('says any text as a key so that it is read back', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { root } = parseYaml(`${renderScalar(text, { flow: false, json: false })}: 1\n`);
        expect(plainOf(root)).toEqual({ [text]: 1 });
      }),
      { numRuns: 1000 },
    );
  });
});
