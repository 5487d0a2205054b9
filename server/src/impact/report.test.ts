import { describe, expect, it } from 'vitest';
import { impactHtml, impactMarkdown, impactReport } from './report.ts';

function place(
  vertical: string | null,
  rule: string,
  rest: Partial<{ severity: 'info'; suppressed: string; message: string }> = {},
) {
  const at = { line: 3, column: 5 };
  return {
    vertical,
    file: 'a.heady.yaml',
    rule,
    severity: 'error' as const,
    message: 'Said.',
    start: at,
    end: at,
    suppressed: null,
    ...rest,
  };
}

const LANGUAGE = 'impact/exclusionary-language';
const PROXY = 'impact/proxy-attribute';

describe('the report of Impact Check', () => {
  it('is grouped by vertical and rule, with what belongs to none at the end', () => {
    const report = impactReport(2, [
      place(null, LANGUAGE),
      place('impact', PROXY),
      place('impact', LANGUAGE),
      place('health', PROXY, { severity: 'info' }),
      place('health', PROXY, { suppressed: 'until May' }),
    ]);
    expect(
      report.sections.map(({ vertical, groups }) => [
        vertical,
        ...groups.map(({ rule, findings }) => `${rule} ${findings.length}`),
      ]),
    ).toEqual([
      ['health', `${PROXY} 2`],
      ['impact', `${LANGUAGE} 1`, `${PROXY} 1`],
      [null, `${LANGUAGE} 1`],
    ]);
    expect(report.counts).toEqual({ errors: 3, warnings: 0, infos: 1, suppressed: 1 });
    expect(report.sections[0]?.counts).toEqual({ errors: 0, warnings: 0, infos: 1, suppressed: 1 });
  });

  it('lets no text of a manifest be markup', () => {
    const hostile = impactReport(1, [
      place('a|b', LANGUAGE, { message: '<script>alert(1)</script> | *x*\n# y' }),
    ]);
    const markdown = impactMarkdown(hostile);
    expect(markdown).toContain('## a\\|b');
    expect(markdown).toContain('| &lt;script>alert(1)&lt;/script> \\| \\*x\\* # y |');
    expect(impactHtml(hostile)).not.toContain('<script');
  });

  it('says when nothing was found', () => {
    expect(impactMarkdown(impactReport(3, []))).toBe('# Impact Check\n\nnothing found in 3 files.\n');
    expect(impactHtml(impactReport(1, []))).toContain('<p>nothing found in 1 file.</p>');
  });
});
