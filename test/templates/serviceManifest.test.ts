import { expect, test } from 'vitest';
import { HOSTILE, lintWorkspace, makeProject } from './testing.ts';

test.each(['dev', 'test', 'stage'] as const)(
  'a manifest for %s is clean under the rails',
  async (environment) => {
    const { workspace } = await makeProject('service-manifest', { environment, description: HOSTILE });
    expect(await lintWorkspace(workspace)).toEqual([]);
  },
);

test('one for prod asks for its catalog entry, and for nothing else', async () => {
  const { workspace } = await makeProject('service-manifest', { environment: 'prod' });
  const findings = await lintWorkspace(workspace);
  expect(findings.filter((finding) => !finding.includes('catalog/prod-entry'))).toEqual([]);
});
