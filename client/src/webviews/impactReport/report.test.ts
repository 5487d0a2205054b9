import { describe, expect, test } from 'vitest';
import type { ImpactItem } from '../../../../server/src/protocol/impact.ts';
import { counted, placeWords } from '../words.ts';
import { choices, countByStatus, EVERYTHING, filtered, isFiltering } from './filter.ts';
import { inOrder, PAGE_SIZE, pageCount, sectionsOf } from './sections.ts';
import { pageWords, summary } from './words.ts';

function item(rest: Partial<ImpactItem> = {}): ImpactItem {
  const at = { line: 4, character: 2 };
  return {
    uri: 'file:///w/a.heady.yaml',
    file: 'a.heady.yaml',
    range: { start: at, end: at },
    rule: 'impact/exclusionary-language',
    severity: 'error',
    vertical: 'health',
    manifest: { kind: 'Service', name: 'dev-health-a' },
    message: '"blacklist" leaves somebody out.',
    alternatives: ['denylist'],
    status: 'open',
    ...rest,
  };
}

const PROXY = item({
  rule: 'impact/proxy-attribute',
  severity: 'warning',
  message: 'By post code.',
  source: 'Fair Housing Act',
});
const HOMELESS = item({ vertical: null, severity: 'info' });

describe('a filter', () => {
  const all = [item(), PROXY, HOMELESS];

  test.each([
    ['nothing', {}, all],
    ['a vertical', { vertical: 'health' }, [all[0], PROXY]],
    ['no vertical', { vertical: null }, [HOMELESS]],
    ['a rule', { rule: 'impact/proxy-attribute' }, [PROXY]],
    ['severities that are hidden', { hidden: ['error', 'info'] as const }, [PROXY]],
    ['words, in any order and case', { text: ' CODE  post' }, [PROXY]],
    ['words of the source', { text: 'fair housing' }, [PROXY]],
    ['words that nothing says', { text: 'unsaid' }, []],
    ['a manifest', { focus: { uri: 'file:///w/a.heady.yaml', kind: 'Service', name: 'dev-health-b' } }, []],
  ])('on %s', (_, change, expected) => {
    expect(filtered(all, { ...EVERYTHING, ...change })).toEqual(expected);
  });

  test('is one once it holds something back', () => {
    expect(isFiltering({ ...EVERYTHING, text: ' ' })).toBe(false);
    expect(isFiltering({ ...EVERYTHING, vertical: null })).toBe(true);
  });

  test('offers what there is, "no vertical" last', () => {
    expect(choices([HOMELESS, item({ vertical: 'impact' }), PROXY])).toEqual({
      verticals: ['health', 'impact', null],
      rules: ['impact/exclusionary-language', 'impact/proxy-attribute'],
    });
  });
});

describe('sections', () => {
  test('are ordered by vertical, rule and place, with totals over all pages', () => {
    const items = inOrder([HOMELESS, PROXY, item({ file: 'b.heady.yaml' }), item()]);
    const told = sectionsOf(items, 0).map(({ vertical, total, rules }) => [
      vertical,
      total,
      ...rules.map(({ rule, total: own, items: [first] }) => [rule, own, first?.file]),
    ]);
    expect(told).toEqual([
      [
        'health',
        3,
        ['impact/exclusionary-language', 2, 'a.heady.yaml'],
        ['impact/proxy-attribute', 1, 'a.heady.yaml'],
      ],
      [null, 1, ['impact/exclusionary-language', 1, 'a.heady.yaml']],
    ]);
  });

  test('of 10,000 findings are pages', () => {
    const many = Array.from({ length: 10_000 }, (_, n) =>
      item({ vertical: n % 2 ? 'impact' : 'health', file: `${n}.heady.yaml` }),
    );
    const ordered = inOrder(filtered(many, { ...EVERYTHING, text: 'blacklist' }));
    const last = sectionsOf(ordered, pageCount(ordered.length) - 1);
    expect(last).toMatchObject([{ vertical: 'impact', total: 5_000 }]);
    expect(last[0]?.rules[0]?.items).toHaveLength(PAGE_SIZE);
  });

  test('of nothing are one empty page', () => {
    expect(pageCount(0)).toBe(1);
    expect(sectionsOf([], 0)).toEqual([]);
  });
});

describe('the words', () => {
  const result = (items: ImpactItem[], files = 3) => ({ files, items, unreadable: [], checkedAt: 0 });

  test('count what is open, and tell apart what is not', () => {
    const items = [item(), item(), PROXY, item({ status: 'exempted' }), item({ status: 'silenced' })];
    expect(countByStatus(items)).toEqual({ open: 3, exempted: 1, silenced: 1 });
    expect(summary(result(items))).toBe(
      '3 findings in 3 manifests: 2 errors, 1 warning. Not counted: 1 exempted, 1 silenced.',
    );
  });

  test('say when there is nothing', () => {
    expect(summary(result([], 1))).toBe('No findings in 1 manifest.');
    expect(summary(result([], 0))).toBe('This workspace has no manifests.');
  });

  test('of places and pages count from 1', () => {
    expect(placeWords(item())).toBe('a.heady.yaml:5:3');
    expect(pageWords(199, 9_999)).toBe('Findings 9,951 to 9,999 of 9,999');
    expect(counted(1_200, 'file')).toBe('1,200 files');
  });
});
