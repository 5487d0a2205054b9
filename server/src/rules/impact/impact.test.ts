import { describe, expect, it } from 'vitest';
import { FILE, findingsOf, fixed, fixesFor, lintText, sound, titlesOf, type World } from '../testing.ts';

const LANGUAGE = 'impact/exclusionary-language';
const PROTECTED = 'impact/protected-attribute';
const PROXY = 'impact/proxy-attribute';

/** What the three rules mark, as `rule text`. */
function marked(text: string, world: World = {}): string[] {
  return lintText(text, world)
    .filter(({ rule }) => rule.startsWith('impact/'))
    .map(({ rule, start, end, options }) => `${rule} ${options.document.text.slice(start, end)}`);
}

function described(description: string): string {
  return sound('metadata:\n', `metadata:\n  description: ${description}\n`);
}

function criteria(...items: string[]): string {
  return sound('spec:\n', `spec:\n  eligibility:\n${items.map((item) => `    - ${item}\n`).join('')}`);
}

const POLICY = 'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: words }\nspec:\n';

describe('the texts of a manifest', () => {
  it('are read in any style, and marked where they are written', () => {
    expect(marked(described('We use a whitelist.'))).toEqual([`${LANGUAGE} whitelist`]);
    expect(marked(described("'It''s on the whitelist'"))).toEqual([`${LANGUAGE} whitelist`]);
    expect(marked(described('"caf\\u00e9 \\"whitelist\\""'))).toEqual([`${LANGUAGE} whitelist`]);
    expect(marked(described('|\n    One.\n\n      The whitelist.'))).toEqual([`${LANGUAGE} whitelist`]);
    expect(findingsOf(described('>-\n    One\n    the whitelist'))).toEqual([`${LANGUAGE} 6:9 whitelist`]);
    expect(findingsOf(described('|\r\n    One\r\n    whitelist').replace(/\r?\n/g, '\r\n'))).toEqual([
      `${LANGUAGE} 6:5 whitelist`,
    ]);
  });

  it('are descriptions, names, keys and labels of our own', () => {
    const all = sound('metadata:\n', 'metadata:\n  labels: { ip-whitelist: "on", mode: blacklist }\n')
      .replace('dev-health-billing', 'dev-health-slave-db')
      .replace(
        '  replicas: 2\n',
        '  env: { OLD_BLACKLIST: "1" }\n  ports: [{ name: whitelist, port: 80 }]\n',
      );
    expect(marked(all)).toEqual([
      `${LANGUAGE} whitelist`,
      `${LANGUAGE} blacklist`,
      `${LANGUAGE} slave`,
      `${LANGUAGE} BLACKLIST`,
      `${LANGUAGE} whitelist`,
    ]);
  });

  it('are no names of others, no commands and no credentials', () => {
    const others = sound(
      '  replicas: 2\n',
      '  image: registry.example/whitelist:1\n  command: [redis, --slaveof, x]\n  dependsOn: [dev-health-whitelist]\n  env: { API_TOKEN: "whitelist1234567" }\n',
    );
    expect(marked(others)).toEqual([]);
  });

  it('count as not stated where they do not fit the schema', () => {
    expect(marked(described('[whitelist]'))).toEqual([]);
    expect(marked('kind: Nothing\nmetadata: { name: x, description: the whitelist }')).toEqual([
      `${LANGUAGE} whitelist`,
    ]);
  });

  it('can be silenced above the text that they are in', () => {
    const text = described('|\n    One.\n    whitelist').replace(
      '  description',
      `  # heady-ignore ${LANGUAGE}: quoted from a contract\n  description`,
    );
    expect(findingsOf(text)).toEqual([]);
  });
});

describe(LANGUAGE, () => {
  it('replaces the word alone, with its article', () => {
    const text = described("'It''s  a whitelist' # kept");
    expect(titlesOf(text, LANGUAGE)).toEqual(['* Replace with "allowlist"']);
    expect(fixed(text, LANGUAGE)).toContain("description: 'It''s  an allowlist' # kept\n");
  });

  it('offers each wording, as the identifier is written', () => {
    const text = sound('  replicas: 2\n', '  env: { OLD_BLACKLIST: "1" }\n');
    expect(titlesOf(text, LANGUAGE)).toEqual(['Replace with "DENYLIST"', 'Replace with "BLOCKLIST"']);
    expect(fixed(text, LANGUAGE)).toContain('env: { OLD_DENYLIST: "1" }');
  });

  it('renames with every reference', () => {
    const text = sound('dev-health-billing', 'dev-health-slave-db');
    const other = sound('  replicas: 2\n', '  dependsOn: [dev-health-slave-db]\n');
    const fix = fixesFor(text, LANGUAGE, { files: { 'b.heady.yaml': other } })[0];
    expect(fix?.title).toBe('Rename to "dev-health-replica-db"');
    expect(fix?.edits.map(({ at }) => at.uri)).toEqual([FILE, 'b.heady.yaml']);
  });

  it('leaves no finding behind', () => {
    const text = described('"Caf\\u00e9 \\"a whitelist\\""');
    expect(findingsOf(fixed(text, LANGUAGE))).toEqual([]);
  });
});

describe('a criterion', () => {
  it('is judged by what it looks at', () => {
    expect(marked(criteria('{ attribute: gender, operator: exists, effect: allow }'))).toEqual([
      `${PROTECTED} gender`,
    ]);
    expect(marked(criteria('{ attribute: zipCode, operator: notIn, value: [1], effect: deny }'))).toEqual([
      `${PROXY} zipCode`,
    ]);
    expect(marked(criteria('{ attribute: householdIncome, operator: lessThan, value: 300 }'))).toEqual([]);
    expect(marked(criteria('{ attribute: applicantGroup, operator: in, value: [women] }'))).toEqual([
      `${PROTECTED} women`,
    ]);
  });

  it('may ask for adults, and for no other age', () => {
    const age = (operator: string, value: unknown, effect = 'allow', attribute = 'age') =>
      marked(
        criteria(`{ attribute: ${attribute}, operator: "${operator}", value: ${value}, effect: ${effect} }`),
      ).length;
    expect(age('>=', 18)).toBe(0);
    expect(age('greaterThan', 17)).toBe(0);
    expect(age('atLeast', '"21"')).toBe(0);
    expect(age('<', 18, 'deny')).toBe(0);
    expect(age('lessThanOrEqual', 17, 'deny')).toBe(0);
    expect(age('equals', 18, 'allow', 'minimumAge')).toBe(0);
    expect(age('>=', 62)).toBe(1);
    expect(age('<', 18)).toBe(1);
    expect(age('>=', 18, 'deny')).toBe(1);
    expect(age('<=', 30)).toBe(1);
    expect(age('between', '[18, 30]')).toBe(1);
    expect(age('==', 18)).toBe(1);
    expect(age('exists', true)).toBe(1);
  });

  it('is told once, where it is stated first', () => {
    const item = '{ id: women-only, attribute: gender, value: female, description: Only women may enter. }';
    expect(marked(criteria(item))).toEqual([`${PROTECTED} gender`]);
    expect(marked(criteria('{ attribute: gender, description: Only Christians may enter. }'))).toEqual([
      `${PROTECTED} gender`,
      `${PROTECTED} Christians`,
    ]);
  });
});

describe('an exemption', () => {
  const whole = { basis: 'Act 1', reason: 'Why.', approvedBy: 'team-compliance', expires: '2026-06-02' };
  const judgedWith = (exemption: Record<string, unknown>, world: World = {}) =>
    lintText(criteria(`{ attribute: gender, exemption: ${JSON.stringify(exemption)} }`), world)
      .filter(({ rule }) => rule === PROTECTED)
      .map(({ severity, message }) => `${severity}: ${message}`);

  it('turns the finding into information, with basis and expiry', () => {
    expect(judgedWith(whole)).toEqual([
      expect.stringMatching(/^info: .*Exempted until 2026-06-02: Act 1\.$/),
    ]);
  });

  it('does not hold on the day on which it expires', () => {
    expect(judgedWith({ ...whole, expires: '2026-06-01' })).toEqual([
      expect.stringMatching(/^error: .*exemption \(Act 1\) expired on 2026-06-01/),
    ]);
    expect(judgedWith(whole, { today: '2026-06-02' })).toEqual([expect.stringMatching(/^error: .*expired/)]);
  });

  it('is told what it lacks', () => {
    expect(judgedWith({ ...whole, basis: ' ', approvedBy: undefined })).toEqual([
      expect.stringMatching(/^error: .*only with "basis" and "approvedBy"\.$/),
    ]);
    expect(judgedWith({ ...whole, expires: 'in May' })).toEqual([
      expect.stringMatching(/^error: .*"expires"/),
    ]);
    expect(judgedWith({})).toEqual([
      expect.stringMatching(/"basis", "reason", "approvedBy" and "expires" \(a date: /),
    ]);
  });

  it('may name the characteristic that it is about, and excuses no wording', () => {
    const item = `{ description: Only women may enter., exemption: ${JSON.stringify({ ...whole, reason: 'Only women are whitelisted.' })} }`;
    expect(lintText(criteria(item)).map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      `${PROTECTED} info`,
      `${LANGUAGE} error`,
    ]);
  });
});

describe('a credential in a text', () => {
  const KEY = 'AKIAIOSFODNN7EXAMPLE';

  it('is in no message, whole or in part', () => {
    const terms = `${POLICY}  terms: [{ pattern: 'AKIA\\w+' }, { pattern: 'key is .+' }]\n`;
    const text = described(`The key is ${KEY}`).replace('  replicas: 2\n', `  env: { x-${KEY}: a }\n`);
    const findings = lintText(text, { files: { 'p.heady.yaml': terms } }).filter(
      ({ rule }) => rule === LANGUAGE,
    );
    expect(findings).toHaveLength(2);
    for (const { message } of findings) expect(message).toMatch(/^(?!.*AKIA).*\[redacted\]/);
  });

  it('is in no message about an exemption', () => {
    const exemption = `{ basis: ${KEY}, reason: Why., approvedBy: team-compliance, expires: 2026-06-02 }`;
    const [finding] = lintText(criteria(`{ attribute: gender, exemption: ${exemption} }`));
    expect(finding?.message).toContain('Exempted until 2026-06-02: [redacted].');
  });
});

describe('words of an organisation', () => {
  const terms = `${POLICY}  terms: [{ pattern: 'gift horses?', alternatives: [donation], reason: It mocks. }]\n`;

  it('are found everywhere for a policy, in its own documents for a vertical', () => {
    const text = described('No gift horses here.');
    expect(marked(text)).toEqual([]);
    expect(marked(text, { files: { 'p.heady.yaml': terms } })).toEqual([`${LANGUAGE} gift horses`]);
    expect(fixed(text, LANGUAGE, { files: { 'p.heady.yaml': terms } })).toContain('No donation here.');
    const vertical = (name: string) =>
      `apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: ${name} }\nspec: { focus: Pictures, terms: [{ pattern: gift horses }] }\n`;
    expect(marked(text, { files: { 'v.heady.yaml': vertical('health') } })).toEqual([
      `${LANGUAGE} gift horses`,
    ]);
    expect(marked(text, { files: { 'v.heady.yaml': vertical('gallery') } })).toEqual([]);
  });

  it('disable only themselves where they are malformed', () => {
    const broken = `${POLICY}  terms: [{ pattern: 'a(' }, { pattern: 'x\\1' }, { pattern: '(?=y)' }, { pattern: gift }]\n`;
    expect(findingsOf(broken)).toEqual([
      "schema/format 5:22 'a('",
      "schema/format 5:41 'x\\1'",
      "schema/format 5:61 '(?=y)'",
    ]);
    expect(marked(described('x1 a gift y'), { files: { 'p.heady.yaml': broken } })).toEqual([
      `${LANGUAGE} gift`,
    ]);
  });

  it('are allowed by phrase, by field and by rule, with a reason', () => {
    const text = described('the whitelist').replace('  replicas: 2\n', '  env: { whitelist: a }\n');
    const allow = (item: string) => ({ files: { 'p.heady.yaml': `${POLICY}  allowed: [${item}]\n` } });
    expect(marked(text, allow('{ phrase: WhiteList, reason: Ours. }'))).toEqual([]);
    expect(marked(text, allow('{ phrase: whitelist, reason: Ours., paths: [spec.env] }'))).toHaveLength(1);
    expect(marked(text, allow('{ phrase: whitelist, reason: Ours., paths: ["spec"] }'))).toHaveLength(1);
    expect(marked(text, allow(`{ phrase: whitelist, reason: Ours., rules: [${PROXY}] }`))).toHaveLength(2);
    expect(marked(text, allow('{ phrase: whitelist }'))).toHaveLength(2);
  });
});
