import { describe, expect, test } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import type { PolicySetting } from './facts.ts';
import type { SeveritySetting } from './levels.ts';
import type { Rule } from './rule.ts';
import { severityOf } from './severity.ts';
import { factsOf } from './testing.ts';

const RULE: Rule = { id: 'a/b', summary: '', severity: 'warning', raised: true, check: () => [] };
const IN_HEALTH =
  'apiVersion: heady.systems/v1\nkind: Service\nmetadata: { name: dev-health-a, tags: { Vertical: health } }\nspec: {}\n';

function severity(
  { rule = RULE, policies = [], check }: { rule?: Rule; policies?: PolicySetting[]; check?: SeveritySetting },
  environment?: 'dev' | 'stage' | 'prod',
) {
  const document = parseManifest(IN_HEALTH).documents[0]?.document;
  if (!document) throw new Error('no document');
  return severityOf(rule, document, environment, {
    ...factsOf({}),
    policySettings: () => policies,
    verticalCheck: (vertical) => (vertical === 'health' ? check : undefined),
  });
}

describe('in order (decision 9)', () => {
  test('the default, raised in stage and prod', () => {
    expect(severity({}, 'dev')).toBe('warning');
    expect(severity({})).toBe('warning');
    expect(severity({}, 'stage')).toBe('error');
    expect(severity({}, 'prod')).toBe('error');
    expect(severity({ rule: { ...RULE, raised: false } }, 'prod')).toBe('warning');
  });

  test('a policy without environments replaces the default and is raised as well', () => {
    const policies: PolicySetting[] = [{ severity: 'info' }];
    expect(severity({ policies }, 'dev')).toBe('info');
    expect(severity({ policies }, 'prod')).toBe('error');
  });

  test('the vertical goes over that policy', () => {
    expect(severity({ policies: [{ severity: 'error' }], check: 'info' }, 'dev')).toBe('info');
  });

  test('what is off is never raised', () => {
    expect(severity({ policies: [{ severity: 'off' }] }, 'prod')).toBe('off');
    expect(severity({ check: 'off' }, 'prod')).toBe('off');
  });

  test('a policy with environments is final there and nowhere else', () => {
    const policies: PolicySetting[] = [{ severity: 'info', environments: ['prod'] }];
    expect(severity({ policies, check: 'error' }, 'prod')).toBe('info');
    expect(severity({ policies, check: 'error' }, 'dev')).toBe('error');
    expect(severity({ policies }, 'dev')).toBe('warning');
  });

  test('of several policies the strictest', () => {
    expect(severity({ policies: [{ severity: 'off' }, { severity: 'info' }] }, 'dev')).toBe('info');
    expect(
      severity(
        {
          policies: [
            { severity: 'off', environments: ['prod'] },
            { severity: 'warning', environments: ['prod'] },
          ],
        },
        'prod',
      ),
    ).toBe('warning');
  });
});
