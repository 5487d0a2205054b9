import { describe, expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { parseManifest } from '../manifest/parse.ts';
import { ENVIRONMENT_NAMES, type ScaffoldAnswers } from '../protocol.ts';
import { lintDocument } from '../rules/lint.ts';
import { checkAnswers } from './check.ts';
import { serviceManifest, serviceName, servicePath } from './serviceManifest.ts';

const AT = { uri: 'new.heady.yaml', index: 0 };
const ANSWERS: ScaffoldAnswers = {
  environment: 'dev',
  vertical: 'health',
  service: 'billing',
  owner: 'team-billing',
  sensitivity: 'internal',
  description: 'Bills: "sent" # daily',
};

function catalogOf(files: Record<string, string> = {}): Catalog {
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  return new Catalog(index);
}

describe('the manifest', () => {
  test.each(ENVIRONMENT_NAMES)('is clean in %s', (environment) => {
    const document = parseManifest(serviceManifest({ ...ANSWERS, environment })).documents[0]?.document;
    if (!document) throw new Error('no document');
    expect(lintDocument({ document, at: AT, facts: catalogOf() }).findings).toEqual([]);
    expect(document.stated(['metadata', 'description'])).toBe('Bills: "sent" # daily');
  });

  test('is named and placed by its answers', () => {
    expect(serviceName(ANSWERS)).toBe('dev-health-billing');
    expect(servicePath(ANSWERS)).toBe('services/health/billing/dev.heady.yaml');
    expect(serviceManifest(ANSWERS)).toContain('# private < vertical < lan < public');
  });
});

describe('answers are judged by the rules of the editor', () => {
  test.each([
    ['a sound one', ANSWERS, []],
    [
      'a service name in capitals',
      { environment: 'dev', vertical: 'health', service: 'Billing' },
      ['service naming/service'],
    ],
    [
      'an empty service name',
      { environment: 'dev', vertical: 'health', service: '' },
      ['service naming/service'],
    ],
    [
      'a vertical with a space',
      { environment: 'dev', vertical: 'public health' },
      ['vertical naming/service'],
    ],
    [
      'an empty owner',
      { environment: 'prod', owner: '' },
      ['owner catalog/prod-owner', 'owner tags/required'],
    ],
    ['nothing answered', {}, []],
  ] as [string, Partial<ScaffoldAnswers>, string[]][])('%s', (_, answers, expected) => {
    const problems = checkAnswers(answers, catalogOf(), AT);
    expect(problems.map(({ field, rule }) => `${field} ${rule}`).sort()).toEqual(expected);
  });

  test('a name that is taken', () => {
    const problems = checkAnswers(ANSWERS, catalogOf({ 'a.heady.yaml': serviceManifest(ANSWERS) }), AT);
    expect(problems.map(({ field, rule }) => `${field} ${rule}`)).toEqual(['service naming/duplicate']);
  });
});
