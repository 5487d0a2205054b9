import { describe, expect, it } from 'vitest';
import { entryInLink, linkTo } from './entryLink.ts';

const at = (query: string, path = '/entry') => entryInLink({ path, query });

describe('a link to an entry', () => {
  it('leads to what it names', () => {
    expect(at('kind=Service&name=dev-health-billing&environment=dev')).toEqual({
      kind: 'Service',
      name: 'dev-health-billing',
      environment: 'dev',
    });
    expect(at('kind=Policy&name=all-hands')).toEqual({ kind: 'Policy', name: 'all-hands' });
  });

  it('may carry more, as editors and chats add to links', () => {
    expect(at('kind=Policy&name=all-hands&windowId=_blank')).toEqual({ kind: 'Policy', name: 'all-hands' });
  });

  it('is made so that it leads back', () => {
    const ref = { kind: 'Service', name: 'dev-health-billing', environment: 'dev' } as const;
    expect(entryInLink(linkTo(ref))).toEqual(ref);
    expect(entryInLink(linkTo({ kind: 'Api', name: 'abrechnung-für_2.0' }))).toEqual({
      kind: 'Api',
      name: 'abrechnung-für_2.0',
    });
  });

  it.each([
    ['nothing', ''],
    ['no name', 'kind=Service'],
    ['an empty name', 'kind=Service&name='],
    ['two names', 'kind=Service&name=a&name=b'],
    ['a path', 'kind=Service&name=../../etc/passwd'],
    ['markup', 'kind=Service&name=[x](command:heady.environment.unlock)'],
    ['a script', 'kind=Service&name=<script>alert(1)</script>'],
    ['lines', 'kind=Service&name=a%0Ab'],
    ['a text without end', `kind=Service&name=${'a'.repeat(10_000)}`],
    ['text written backwards', 'kind=Service&name=a\u202eb'],
    ['a kind that is none', 'kind=__proto__&name=a'],
  ])('that names %s is refused', (_, query) => {
    expect(at(query)).toEqual({ problem: 'The link does not name one entry by its kind and its name.' });
  });

  it('is refused in other environments and of other paths', () => {
    expect(at('kind=Service&name=a&environment=production')).toMatchObject({
      problem: expect.stringContaining('dev, test, stage or prod'),
    });
    expect(at('kind=Service&name=a&environment=dev&environment=prod')).toHaveProperty('problem');
    expect(at('kind=Service&name=a', '/unlock')).toHaveProperty('problem');
    expect(at('kind=Service&name=a', '/entry/')).toHaveProperty('problem');
  });

  it('is never repeated in what is said of it', () => {
    const hostile = 'kind=Service&name=https://evil.example';
    expect(JSON.stringify(at(hostile))).not.toContain('evil');
  });
});
