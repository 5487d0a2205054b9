import { describe, expect, it } from 'vitest';
import { applyFix, FILE, findingsOf, fixed, fixesFor, lintText, SOUND, sound, titlesOf } from '../testing.ts';

const NAMED = 'dev-health-billing';

describe('naming/service', () => {
  const message = (name: string) =>
    lintText(sound(NAMED, name)).find(({ rule }) => rule === 'naming/service')?.message;

  it('says which segment is wrong', () => {
    expect(message('production-health-billing')).toContain('"production" is no environment');
    expect(message('dev')).toContain('the vertical is missing');
    expect(message('dev-Health-billing')).toContain('its vertical "Health"');
    expect(message('dev-health')).toContain('the service is missing');
    expect(message('dev-health-2fa')).toContain('its service "2fa"');
    expect(message('dev-health-a--b')).toContain('its service "a--b"');
    expect(message('""')).toContain('it is empty');
    expect(message('dev-health-claims-2')).toBeUndefined();
  });

  it('is at the value, quotes or alias included', () => {
    expect(findingsOf(sound(NAMED, '"dev-health-Billing"'))).toEqual([
      'naming/service 4:9 "dev-health-Billing"',
    ]);
    const aliased = sound(`name: ${NAMED}`, 'title: &title Billing\n  name: *title');
    expect(findingsOf(aliased)).toEqual(['naming/service 5:9 *title']);
  });

  it('leaves a missing or wrongly typed name to the schema', () => {
    expect(findingsOf(sound(NAMED, ''))).toEqual(['schema/required 3:1 metadata']);
    expect(findingsOf(sound(NAMED, '[a]'))).toEqual(['schema/type 4:9 [a]']);
  });

  it('lets hyphens into a known vertical', () => {
    const text = sound(NAMED, 'dev-k8s-2-api').replace('Vertical: health', 'Vertical: k8s-2');
    expect(findingsOf(text, { verticals: ['k8s-2'] })).toEqual([]);
    expect(findingsOf(text)).toEqual(['naming/service 4:9 dev-k8s-2-api']);
  });

  it('has a known vertical whose own name has parts that start with a digit', () => {
    const text = sound(NAMED, 'dev-a-2b-svc').replace('Vertical: health', 'Vertical: a-2b');
    const world = { verticals: ['a-2b'] };
    expect(findingsOf(text, world)).toEqual([]);
    expect(findingsOf(text, { ...world, files: { 'other.heady.yaml': text } })).toEqual([
      'naming/duplicate 4:9 dev-a-2b-svc',
    ]);
  });

  it('renames where a legal name follows from what is written', () => {
    const renamed = (name: string) => fixed(sound(NAMED, name), 'naming/service');
    for (const name of [
      'Dev_Health_Billing',
      '"dev health billing"',
      'health-billing',
      'billing',
      'dev-billing',
      'development-health-billing',
    ]) {
      expect(renamed(name).replaceAll('"', '')).toBe(SOUND);
    }
  });

  it('prefers the new name only where the spelling alone is wrong', () => {
    expect(titlesOf(sound(NAMED, 'Dev_Health_Billing'), 'naming/service')).toEqual([
      '* Rename to "dev-health-billing"',
    ]);
    expect(titlesOf(sound(NAMED, 'billing'), 'naming/service')).toEqual(['Rename to "dev-health-billing"']);
  });

  it('offers nothing that is taken, or that cannot be known', () => {
    const taken = { files: { 'other.heady.yaml': SOUND } };
    expect(titlesOf(sound(NAMED, 'Dev_Health_Billing'), 'naming/service', taken)).toEqual([]);
    expect(titlesOf(sound(NAMED, 'dev-health-2fa'), 'naming/service')).toEqual([]);
    expect(titlesOf(sound(NAMED, '""'), 'naming/service')).toEqual([]);
    for (const name of ['dev-health', 'dev-helth', 'health', 'dev']) {
      expect(titlesOf(sound(NAMED, name), 'naming/service')).toEqual([]);
    }
    expect(titlesOf(sound(NAMED, 'dev-data'), 'naming/service', { verticals: ['data'] })).toEqual([]);
  });

  it('renames in every reference', () => {
    const other = `${sound(NAMED, 'dev-health-portal')}  dependsOn:\n  - "Dev_Billing" # pays\n  - dev-health-x\n`;
    const text = `${sound(NAMED, 'Dev_Billing')}---\n${sound(NAMED, 'dev-health-b')}  dependsOn: [Dev_Billing]\n`;
    const [fix] = fixesFor(text, 'naming/service', { files: { 'other.heady.yaml': other } });
    const files = fix && applyFix(fix, { [FILE]: text, 'other.heady.yaml': other });
    expect(files).toEqual({
      [FILE]: text.replaceAll('Dev_Billing', NAMED),
      'other.heady.yaml': other.replaceAll('Dev_Billing', NAMED),
    });
  });
});

describe('naming/environment-mismatch', () => {
  const text = sound('environment: dev', 'environment: test');

  it('is one finding, at the name', () => {
    expect(findingsOf(text)).toEqual([`naming/environment-mismatch 4:9 ${NAMED}`]);
  });

  it('is judged on well-formed names and fitting environments only', () => {
    expect(findingsOf(text.replace(NAMED, 'dev-Health'))).toEqual(['naming/service 4:9 dev-Health']);
    expect(findingsOf(sound('environment: dev', 'environment: tset'))).toEqual(['schema/enum 10:16 tset']);
  });

  it('is mended either way', () => {
    expect(titlesOf(text, 'naming/environment-mismatch')).toEqual([
      'Rename to "test-health-billing"',
      'Set "spec.environment" to "dev"',
    ]);
    expect(fixed(text, 'naming/environment-mismatch')).toBe(text.replace(NAMED, 'test-health-billing'));
    const title = 'Set "spec.environment" to "dev"';
    expect(fixed(text, 'naming/environment-mismatch', { title })).toBe(SOUND);
  });

  it('does not move a service to prod that has no owner', () => {
    const ownerless = sound('    Owner: team-billing\n', '').replace(NAMED, 'prod-health-billing');
    expect(titlesOf(ownerless, 'naming/environment-mismatch')).toEqual(['Rename to "dev-health-billing"']);
  });
});

describe('naming/vertical-mismatch', () => {
  const text = sound('Vertical: health', 'Vertical: data');

  it('is one finding, at the name', () => {
    expect(findingsOf(text)).toEqual([`naming/vertical-mismatch 4:9 ${NAMED}`]);
  });

  it('takes the longest known vertical for that of the name', () => {
    const social = sound(NAMED, 'dev-social-impact-donors').replace(
      'Vertical: health',
      'Vertical: social-impact',
    );
    expect(findingsOf(social, { verticals: ['social', 'social-impact'] })).toEqual([]);
    expect(findingsOf(social, { verticals: ['social'] })).toEqual([
      'naming/vertical-mismatch 4:9 dev-social-impact-donors',
      'tags/vertical-unknown 7:15 social-impact',
    ]);
  });

  it('leaves a missing, empty or wrongly typed tag to others', () => {
    expect(findingsOf(sound('Vertical: health', 'Vertical: ""'))).toEqual(['tags/required 5:3 tags']);
    expect(findingsOf(sound('Vertical: health', 'Vertical: 3'))).toEqual(['schema/type 7:15 3']);
  });

  it('is mended either way, where the tag can be in a name', () => {
    expect(fixed(text, 'naming/vertical-mismatch')).toBe(text.replace(NAMED, 'dev-data-billing'));
    expect(fixed(text, 'naming/vertical-mismatch', { title: 'Set the tag "Vertical" to "health"' })).toBe(
      SOUND,
    );
    expect(titlesOf(sound('Vertical: health', 'Vertical: Big Data'), 'naming/vertical-mismatch')).toEqual([
      'Set the tag "Vertical" to "health"',
    ]);
  });
});

describe('naming/duplicate', () => {
  it('is at every place and links the others', () => {
    const text = `${SOUND}---\n${SOUND}`;
    const found = lintText(text, { files: { 'other.heady.yaml': SOUND } });
    expect(found.map(({ rule, related }) => [rule, related?.map(({ at }) => at)])).toEqual([
      [
        'naming/duplicate',
        [
          { uri: FILE, index: 1 },
          { uri: 'other.heady.yaml', index: 0 },
        ],
      ],
      [
        'naming/duplicate',
        [
          { uri: FILE, index: 0 },
          { uri: 'other.heady.yaml', index: 0 },
        ],
      ],
    ]);
    const [place] = found[0]?.related ?? [];
    expect(place && `---\n${SOUND}`.slice(place.span.start, place.span.end)).toBe(NAMED);
  });

  it('takes kind and name together', () => {
    const vertical =
      'apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: health }\nspec: { focus: care }\n';
    const policy = 'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: health }\nspec: {}\n';
    expect(findingsOf(`${vertical}---\n${policy}`)).toEqual([]);
    expect(findingsOf(vertical, { files: { 'b.heady.yaml': vertical } })).toEqual([
      'naming/duplicate 3:19 health',
    ]);
  });

  it('tells versions of a golden image apart', () => {
    const image = (version: string) =>
      `apiVersion: heady.systems/v1\nkind: GoldenImage\nmetadata:\n  name: base\n  tags: { Owner: a, Vertical: dev, DataSensitivity: public }\nspec: { version: ${version}, os: { family: alpine }, layers: [{ name: base, packages: [open-vm-tools, heady-mcp-agent, observability] }], state: sealed }\n`;
    expect(findingsOf(image('1.0.0'), { files: { 'b.heady.yaml': image('2.0.0') } })).toEqual([]);
    expect(findingsOf(image('1.0.0'), { files: { 'b.heady.yaml': image('1.0.0') } })).toEqual([
      'naming/duplicate 4:9 base',
    ]);
  });
});
