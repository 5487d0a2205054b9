import { describe, expect, test } from 'vitest';
import { MarkupContent } from 'vscode-languageserver-types';
import { open, projectOf } from '../testWorkspace.ts';
import { hoverWithImpact, impactMarkdown } from './hover.ts';
import { impactItems } from './items.ts';
import { impactLens } from './lens.ts';
import { impactTextItems } from './textItems.ts';

const URI = 'file:///w/office.heady.yaml';
const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

const SERVICE = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-impact-office
  description: Loads the whitelist each night.
  tags: { Owner: team-a, Vertical: impact, DataSensitivity: internal }
spec:
  environment: dev
  plane: app
  runtime: docker
  eligibility:
    - id: senior-wing
      attribute: age
      operator: greaterThanOrEqual
      value: 62
      effect: allow
      exemption:
        basis: Housing for Older Persons Act
        reason: The wing is for older people.
        approvedBy: team-a
        expires: 2199-12-31
    - id: area
      # heady-ignore impact/proxy-attribute: the fund is the city's
      attribute: zipCode
      operator: in
      value: ["94110"]
      effect: allow
`;

function itemsIn(text: string, folders: readonly string[] = ['file:///w']) {
  const project = projectOf({ [URI]: text });
  project.folders = folders;
  return impactItems(project, URI);
}

describe('items of a manifest', () => {
  test('tell what was found, whom it leaves out, why, what instead and who says so', () => {
    const [item] = itemsIn(SERVICE).filter(({ rule }) => rule === 'impact/exclusionary-language');
    expect(item).toMatchObject({
      file: 'office.heady.yaml',
      range: { start: { line: 4, character: 25 }, end: { line: 4, character: 34 } },
      vertical: 'impact',
      manifest: { kind: 'Service', name: 'dev-impact-office' },
      found: 'whitelist',
      alternatives: expect.arrayContaining(['allowlist']),
      sourceUrl: expect.stringMatching(/^https:\/\/inclusivenaming\.org\//),
      status: 'open',
    });
    expect(item?.leavesOut).toBeTruthy();
    expect(item?.reason).toBeTruthy();
  });

  test('keep exempted and silenced ones apart, with what exempts and silences them', () => {
    expect(itemsIn(SERVICE).map(({ rule, status, because }) => [rule, status, because])).toEqual(
      expect.arrayContaining([
        [
          'impact/protected-attribute',
          'exempted',
          'Housing for Older Persons Act. The wing is for older people. Approved by team-a until 2199-12-31.',
        ],
        ['impact/proxy-attribute', 'silenced', "the fund is the city's"],
      ]),
    );
  });

  test('name the folder where there are several', () => {
    const [item] = itemsIn(SERVICE, ['file:///w', 'file:///other']);
    expect(item?.file).toBe('w/office.heady.yaml');
  });

  test('are none for a file that is not known', () => {
    expect(impactItems(projectOf({}), URI)).toEqual([]);
  });
});

describe('the lens', () => {
  const titleOf = (text: string) => {
    const project = projectOf({ [URI]: text });
    const placed = project.file(URI)?.documents[0];
    if (!placed) throw new Error('no document');
    const at = { line: 0, character: 0 };
    return impactLens(project, { uri: URI, index: 0 }, placed, { start: at, end: at })?.command;
  };

  test('counts what is open and what is exempted, and leads to the report on the manifest', () => {
    expect(titleOf(SERVICE)).toMatchObject({
      title: 'Impact: 1 finding, 1 exempted',
      command: 'heady.impact.checkWorkspace',
      arguments: [{ uri: URI, kind: 'Service', name: 'dev-impact-office' }],
    });
  });

  test('says when there is nothing', () => {
    const clean = SERVICE.replace('whitelist', 'allowlist').replace(/ {2}eligibility:.*/s, '');
    expect(titleOf(clean)?.title).toBe('Impact: no findings');
  });
});

describe('hover', () => {
  const hoverAt = (marked: string) => {
    const { project, file, offset } = open({}, [URI, marked]);
    const found = hoverWithImpact(project, URI, file, offset, { details: false });
    return MarkupContent.is(found?.contents) ? found.contents.value : undefined;
  };

  test('tells pattern, whom, why, instead and source, above what the place is anyway', () => {
    const shown = hoverAt(
      SERVICE.replace('attribute: zip', 'attribute: z|ip').replace(/ *# heady-ignore.*\n/, ''),
    );
    expect(shown).toMatch(
      /^\*\*Impact Check\*\*: "zipCode"\n\n- Leaves out: .+\n- Why: it makes a difference by/,
    );
    expect(shown).toContain('- Source: ');
    expect(hoverAt(SERVICE.replace('whitelist', 'white|list'))).toMatch(
      /- Write instead: .*"allowlist".*\n- Source: \[.+\]\(https:\/\/inclusivenaming\.org\/[^)]*\)/,
    );
  });

  test('says what it always said where nobody is left out', () => {
    expect(hoverAt(SERVICE.replace('plane: app', 'pl|ane: app'))).not.toContain('Impact Check');
  });

  test('lets no text be markup', () => {
    const [item] = itemsIn(SERVICE);
    if (!item) throw new Error('no item');
    expect(impactMarkdown({ ...item, found: '[x](command:evil)' })).toContain('"\\[x\\]\\(command:evil\\)"');
  });
});

describe('items of any text', () => {
  const itemsOf = (name: string, text: string) => impactTextItems(projectOf({}), name, text);

  test('stand where the text has them, with fixes that mind the article', () => {
    const [item] = itemsOf('notes.md', '# Notes\n\nEach partner keeps a whitelist.\n');
    expect(item?.range).toEqual({ start: { line: 2, character: 21 }, end: { line: 2, character: 30 } });
    expect(item?.fixes).toContainEqual({
      title: 'Replace with "allowlist"',
      range: { start: { line: 2, character: 19 }, end: { line: 2, character: 30 } },
      newText: 'an allowlist',
    });
    expect(item?.markdown).toContain('"whitelist"');
  });

  test('are none in a text that leaves nobody out', () => {
    expect(itemsOf('notes.txt', 'Everybody is welcome.')).toEqual([]);
    expect(itemsOf('empty', '')).toEqual([]);
  });

  test('show no credential', () => {
    const shown = JSON.stringify(
      itemsOf('a.http', `GET https://a.example/?blacklist${TOKEN}=1\nX-Blacklist: ${TOKEN}\n`),
    );
    expect(shown).not.toContain(TOKEN);
  });
});

test('items of a manifest show no credential', () => {
  const text = SERVICE.replace('whitelist each', `blacklist_${TOKEN} each`);
  expect(JSON.stringify(itemsIn(text))).not.toContain(TOKEN);
});
