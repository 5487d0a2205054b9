import { describe, expect, it } from 'vitest';
import { fileTexts } from './fileTexts.ts';

describe('Markdown', () => {
  it('is read without what its readers do not see, and all else keeps its place', () => {
    const file =
      '<!-- blacklist\nslave -->\nSee [the list](https://x/slave "slave"), <b class="master">bold</b>.\n\n[a]: ./whitelist.md\n';
    const texts = fileTexts('a.md', file);
    expect(texts.map(({ text }) => text.replace(/\s+/g, ' ').trim())).toEqual(['See [the list] , bold .']);
    const [first] = texts;
    const start = first?.text.indexOf('bold') ?? -1;
    const place = first?.placeOf({ start, end: start + 4 });
    expect(file.slice(place?.start, place?.end)).toBe('bold');
  });

  it('keeps what only looks like markup', () => {
    expect(fileTexts('a.md', 'if a < b and (c) then [d] (e)').map(({ text }) => text)).toEqual([
      'if a < b and (c) then [d] (e)',
    ]);
  });

  it.each(['<!-- ', '](a', '<a ', '[a]: ', '](x "', '<!--'])('is read in linear time: %s', (piece) => {
    const started = performance.now();
    fileTexts('a.md', piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
