import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintJsonIn } from './testFolder.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

describe('the samples', () => {
  test('heady-systems is clean', async () => {
    const report = await lintJsonIn(ROOT, ['samples/heady-systems', '--max-warnings', '0']);
    expect(report.files).toBeGreaterThanOrEqual(30);
    // What an exemption justifies stays to be seen.
    for (const { severity, message } of report.findings) {
      expect(`${severity}: ${message}`).toMatch(/^info: .*Exempted until/);
    }
    expect(report.code).toBe(0);
  });

  test('broken is broken exactly as it says', async () => {
    const expected = JSON.parse(readFileSync(join(ROOT, 'samples/broken/expected.json'), 'utf8')) as Record<
      string,
      unknown
    >[];
    const report = await lintJsonIn(join(ROOT, 'samples/broken'), ['.']);
    const found = report.findings.map(({ message, ...finding }: Record<string, unknown>) => {
      expect(message).toMatch(/\S/);
      return finding;
    });
    expect(found).toEqual(expected.filter(({ needs }) => needs === undefined));
    expect(report.code).toBe(1);
  });
});
