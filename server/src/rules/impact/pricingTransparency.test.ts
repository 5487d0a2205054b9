import { describe, expect, it } from 'vitest';
import { findingsOf, lintText, sound } from '../testing.ts';

const RULE = 'impact/pricing-transparency';
const PAGE = 'publishedAt: https://heady.systems/pricing';

function priced(pricing: string, description = 'Invoices for clinics.'): string {
  return sound(
    'spec:\n',
    `spec:\n  pricing: ${pricing}\n`.replace('spec:', `  description: ${description}\nspec:`),
  );
}

/** What the rule marks for tiers written as `upTo@price`, `-` for none. */
function marked(tiers: string, description?: string): string[] {
  const list = tiers.split(' ').map((tier) => {
    const [upTo, price, name] = tier.split('@');
    const parts = [name && `name: ${name}`, upTo !== '-' && `upTo: ${upTo}`, price && `unitPrice: ${price}`];
    return `{ ${parts.filter(Boolean).join(', ')} }`;
  });
  return lintText(priced(`{ ${PAGE}, tiers: [${list.join(', ')}] }`, description))
    .filter(({ rule }) => rule === RULE)
    .map(({ start, end, options }) => options.document.text.slice(start, end));
}

describe(RULE, () => {
  it('asks for a page, whatever the price', () => {
    expect(findingsOf(priced('{ model: free }'))).toEqual([`${RULE} 11:3 pricing`]);
    expect(findingsOf(priced(`{ model: free, ${PAGE} }`))).toEqual([]);
    expect(findingsOf(priced('{ publishedAt: soon }')).join()).not.toContain(RULE);
  });

  it('finds gaps and overlaps', () => {
    expect(marked('10@3 100@2 -@1')).toEqual([]);
    expect(marked('-@1')).toEqual([]);
    expect(marked('10@3 100@2')).toEqual(['100']);
    expect(marked('100@3 10@2 -@1')).toEqual(['10']);
    expect(marked('10@3 10@2 -@1')).toEqual(['10']);
    expect(marked('0@3 -@1')).toEqual(['0']);
    expect(marked('-@3 10@2 -@1')).toEqual(['unitPrice']);
  });

  it('finds a price that rises unsaid', () => {
    expect(marked('10@1 100@2 -@2')).toEqual(['2']);
    expect(marked('10@1 -@2@Overage')).toEqual([]);
    expect(marked('10@1 -@2', 'Beyond ten seats the price is higher.')).toEqual([]);
    expect(marked('10@1 -@2', 'For clinics and higher education.')).toEqual(['2']);
    expect(marked('10@1 20 -@2')).toEqual(['2']);
  });

  it('does not judge tiers that do not fit the schema', () => {
    expect(marked('10@3 many@2 5@1')).toEqual([]);
    expect(marked('10@1 -@-5')).toEqual([]);
  });

  it('judges verticals too', () => {
    const vertical =
      'apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: impact }\nspec: { focus: Giving, pricing: {} }\n';
    expect(findingsOf(vertical)).toEqual([`${RULE} 4:24 pricing`]);
  });
});
