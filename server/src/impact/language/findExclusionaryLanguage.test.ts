import { describe, expect, it } from 'vitest';
import type { ImpactField } from '../finding.ts';
import { wordsOf } from '../text/words.ts';
import { builtInLanguage } from './builtIn.ts';
import { findExclusionaryLanguage } from './findExclusionaryLanguage.ts';

const lexicon = builtInLanguage();

const findings = (text: string, field: ImpactField = 'description') =>
  findExclusionaryLanguage(text, wordsOf(text), field, lexicon);
const found = (text: string, field?: ImpactField) =>
  findings(text, field).map(({ start, end }) => text.slice(start, end));

describe('the place of a finding', () => {
  it.each<[string, ImpactField, string[]]>([
    ['HR_MASTER_SLAVE_SYNC', 'name', ['MASTER_SLAVE']],
    ['IPBlacklistV2', 'name', ['Blacklist']],
    ['stg_slave2_events', 'name', ['slave']],
    ['prodblacklistsvc', 'name', ['prodblacklistsvc']],
    ['app.example.dev/role: slave', 'label', ['slave']],
    ['Promotes a slave when the master stops.', 'description', ['slave', 'master']],
    ['Hosts that were black-\nlisted wait.', 'description', ['black-\nlisted']],
    ['The chairman’s mail', 'description', ['chairman']],
  ])('%j', (text, field, expected) => {
    expect(found(text, field)).toEqual(expected);
  });
});

describe('a replacement is written as the text is', () => {
  it.each<[string, ImpactField, string]>([
    ['The chairmen met.', 'description', 'chairs'],
    ['Chairman of the board', 'description', 'Chair'],
    ['Blacklisted hosts', 'description', 'Blocked'],
    ['WHITELIST_PATH', 'name', 'ALLOWLIST'],
    ['agencyBlackList', 'name', 'Denylist'],
    ['dummyPatientLoader', 'name', 'placeholder'],
    ['run-sanity-check', 'name', 'smoke-test'],
    ['run_sanity_check', 'name', 'smoke_test'],
    ['runSanityCheck', 'name', 'SmokeTest'],
    ['SANITY_CHECK', 'name', 'SMOKE_TEST'],
    ['prodblacklistsvc', 'name', 'proddenylistsvc'],
    ['Each nurse sees his rota.', 'description', 'their'],
  ])('%s', (text, field, expected) => {
    expect(findings(text, field)[0]?.replacements).toContain(expected);
  });
});

describe('a term that is mentioned, not used', () => {
  it.each([
    'Old wording such as "the handicapped" was removed from letter 14.',
    'The linter rejects "sanity check" and proposes "smoke test".',
    'The style guide tells writers to avoid "manpower" and to say workforce.',
    'Master bedroom is shown as "main bedroom" in every listing.',
    'Renames master to main in forty repositories.',
    'The guide says to write allowlist instead of whitelist.',
    'Migrates the whitelist table to allowlist.',
    'The word "blacklist" is not allowed in commit messages.',
    'Counts how often tickets contain words like crazy or lame.',
    'The grandfather clause was repealed in 2019.',
    'We never say guys in announcements.',
    '"No one may be called retarded here", says the code of conduct.',
    'A pre-commit hook fails when somebody writes "guys" in a letter.',
    'The novel "The Idiot Brothers" is on the reading list.',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['The code book still has a row for "colored people".', 'colored people'],
    ['The help text uses the word "crazy".', 'crazy'],
    ['The "blacklist" button bans a user.', 'blacklist'],
    ['Rejects requests from blacklisted hosts.', 'blacklisted'],
    ['Replaces the master when it fails.', 'master'],
    ['Do not use the whitelist for partners.', 'whitelist'],
    ['The linter has a whitelist of words.', 'whitelist'],
    ['It is not blind to context.', 'blind to'],
  ])('but used in: %s', (text, term) => {
    expect(found(text)).toEqual([term]);
  });
});

describe('names that are not ours', () => {
  it.each<[string, ImpactField]>([
    ['See https://git.example.org/ops/blacklist-tool for more.', 'description'],
    ['Pulls docker.io/bitnami/redis-slave:5.0.7 for tests.', 'description'],
    ['Depends on ip-whitelist@2.1.0 from the registry.', 'description'],
    ['Mail blacklist@lists.example.com to opt out.', 'description'],
    ['upstream.example.dev/ref: torvalds/linux@master', 'label'],
    ['Mirrors kubernetes/kubernetes@master every night.', 'description'],
    ['A tour of the White House and of Master Lock Works.', 'description'],
    ['mastercard-payout-adapter', 'name'],
    ['The Long-Term Care Ombudsman Program receives a copy.', 'description'],
    ['Norman talismans have human guides in Manchester.', 'description'],
  ])('%s', (text, field) => {
    expect(found(text, field)).toEqual([]);
  });
});

describe('he, him, his, she, her', () => {
  it.each([
    ['A surgeon unlocks the list after he confirms.', ['he']],
    ['If the user forgets her password, a link is sent.', ['her']],
    ['Whoever leaves last arms the alarm with his badge.', ['his']],
    ['Each nurse sees his or her own rota.', []],
    ['Mr. Adeyemi chairs the trust this year; his term ends in June.', []],
    ['Dr. Okafor leads the unit and takes her calls.', []],
    ['Wei maintains the scheduler. Send him a message.', []],
    ['Anna, a nurse, enters her PIN.', []],
    ['A mother can bring her baby.', []],
    ['HIS exports messages to the archive.', []],
    ['Maintained by a developer (he/him).', []],
    ['The form offers she/her, he/him and they/them.', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('titles on -man', () => {
  it.each([
    ['A cameraman films each lecture.', ['cameraman']],
    ['The spanishman and the tillerman wait.', ['spanishman', 'tillerman']],
    ['Ask the camera man.', ['camera man']],
    ['Mr. Bergman and Ms. Chapman answer.', []],
    ['German women read specimen labels.', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

it.each([
  'Die Masterarbeit wird geprüft und der Master of Science bestätigt.',
  'Le service lame du grand magasin est ouvert pour la dame.',
  'Das Formular ist für Mann und Frau, der Mann unterschreibt.',
  'サーバーの設定を確認します。',
])('reads no nonsense into another language: %s', (text) => {
  expect(found(text)).toEqual([]);
});

describe("an organisation's own terms", () => {
  const own = builtInLanguage([
    { pattern: 'end[- ]users?', alternatives: ['people'], reason: 'we serve people', source: 'policy/words' },
    { pattern: '(', source: 'policy/broken' },
    { pattern: '', source: 'policy/empty' },
  ]);

  it('are found beside the built-in ones', () => {
    const text = 'The whitelist of End-Users';
    expect(own.mayHaveFindings('End-Users')).toBe(true);
    const all = findExclusionaryLanguage(text, wordsOf(text), 'description', own);
    expect(all.map(({ start, end, source }) => [text.slice(start, end), source])).toEqual([
      ['whitelist', expect.stringContaining('Inclusive Naming')],
      ['End-Users', 'policy/words'],
    ]);
    expect(all[1]?.message).toBe('"End-Users" is not to be used: we serve people. Write "People".');
  });

  it('that cannot be read disable only themselves', () => {
    expect(own.problems.map(({ term }) => term.source)).toEqual(['policy/broken']);
    expect(own.problems[0]?.message).toContain('Correct the regular expression');
  });
});
