import { describe, expect, it } from 'vitest';
import { findingsOf, lintText } from '../testing.ts';

function vertical(ceiling: string): string {
  return `apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: health }\nspec: { focus: Care, monthlyCostCeiling: { amount: ${ceiling}, currency: USD } }\n`;
}

/** A Service with its amount at 6:87 for dev. */
function service(name: string, amount: number | string, currency = 'USD', environment = 'dev'): string {
  return `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: ${environment}-health-${name}
  tags: { Owner: team-clinics, Vertical: health, DataSensitivity: internal }
spec: { environment: ${environment}, plane: app, runtime: podman, monthlyCost: { amount: ${amount}, currency: ${currency} } }
`;
}

function machine(name: string, amount: number): string {
  return `apiVersion: heady.systems/v1
kind: VirtualMachine
metadata:
  name: ${name}
  tags: { Owner: team-clinics, Vertical: health, DataSensitivity: internal }
spec: { environment: dev, role: app, image: ubuntu-base@1.0.0, monthlyCost: { amount: ${amount}, currency: USD } }
`;
}

/** What the rule marks in the first file. */
function judged(ceiling: string, ...documents: string[]): string[] {
  const files = { 'v.heady.yaml': vertical(ceiling) };
  return lintText(documents.join('---\n'), { files })
    .filter(({ rule }) => rule === 'vertical/cost-ceiling')
    .map(({ start, end, options }) => options.document.text.slice(start, end));
}

describe('vertical/cost-ceiling', () => {
  it('is at every amount of the sum that is above', () => {
    expect(judged('300', service('a', 100), service('b', 200))).toEqual([]);
    expect(judged('299', service('a', 100), service('b', 200))).toEqual(['100', '200']);
    expect(judged('299', service('a', 100), machine('dev-app-01', 200))).toEqual(['100', '200']);
  });

  it('adds up each environment and currency by itself', () => {
    expect(judged('150', service('a', 100), service('b', 100, 'USD', 'prod'))).toEqual([]);
    expect(judged('150', service('a', 100), service('b', 100, 'EUR'))).toEqual([]);
    expect(judged('50', service('a', 100, 'EUR'))).toEqual([]);
    expect(judged('150', service('a', 100), service('b', 100), service('c', 1, 'EUR'))).toEqual([
      '100',
      '100',
    ]);
  });

  it('does not stumble over binary fractions', () => {
    expect(judged('0.3', service('a', 0.1), service('b', 0.2))).toEqual([]);
    expect(judged('0.3', service('a', 0.1), service('b', 0.21))).toHaveLength(2);
  });

  it('leaves out what does not fit the schema or states no cost', () => {
    expect(judged('150', service('a', 100), service('b', -100))).toEqual([]);
    expect(judged('150', service('a', 100), service('b', 'dear'))).toEqual([]);
    expect(judged('cheap', service('a', 100))).toEqual([]);
    expect(findingsOf(service('a', 100))).toEqual([]);
  });

  it('links the ceiling and what else costs', () => {
    const files = { 'v.heady.yaml': vertical('100'), 'b.heady.yaml': service('b', 70) };
    const [finding] = lintText(service('a', 50), { files });
    expect(finding?.message).toContain('120 USD');
    expect(finding?.related?.map(({ at }) => at.uri)).toEqual(['v.heady.yaml', 'b.heady.yaml']);
  });
});
