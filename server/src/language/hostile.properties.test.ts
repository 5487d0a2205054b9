import { describe, expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { codeActions, FIX_ALL_KIND } from './codeActions.ts';
import { Project } from './project.ts';
import { documentSymbols } from './symbols.ts';
import { validate } from './validate.ts';

const URI = 'file:///w/a.heady.yaml';
const START = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-billing
  tags: { Owner: team-a, Vertical: health, DataSensitivity: internal }
spec:
  environment: dev
  plane: app
  runtime: docker
`;

function lines(count: number, line: (i: number) => string): string {
  return `${Array.from({ length: count }, (_, i) => line(i)).join('\n')}\n`;
}

/** What a file made to hang its reader is answered: nothing is measured, the time that a test may take is. */
function answers(text: string) {
  const project = new Project(new Catalog(new WorkspaceIndex()), { docsUri: 'file:///docs' });
  project.update(URI, text);
  const diagnostics = validate(project, URI);
  const options = { versionOf: () => 1, snippets: false, resolves: true };
  const range = diagnostics.at(-1)?.range ?? {
    start: { line: 0, character: 0 },
    end: { line: 0, character: 0 },
  };
  const fixes = codeActions(project, URI, range, options);
  const fixAll = codeActions(project, URI, range, { ...options, only: [FIX_ALL_KIND] });
  const symbols = documentSymbols(project.file(URI) ?? { text, documents: [] });
  return { messages: diagnostics.map(({ message }) => String(message)), fixes, fixAll, symbols };
}

describe('a file made to hang its reader is answered', { timeout: 60_000 }, () => {
  test('20,000 unknown fields: some are told, and how many are not', () => {
    const { messages, fixes, symbols } = answers(START + lines(20_000, (i) => `  field${i}: 1`));
    expect(messages).toHaveLength(200);
    expect(messages.at(-1)).toBe(
      '"field199" is not known in "spec". 19800 more faults of this document are not listed.',
    );
    expect(fixes.map(({ title }) => title)).toContain('Remove "field199"');
    expect(symbols[0]?.children?.[3]?.children).toHaveLength(20_003);
  });

  test('60,000 values of a wrong type', () => {
    const { messages } = answers(`${START}  dependsOn:\n${lines(60_000, (i) => `    - ${i}`)}`);
    expect(messages).toHaveLength(200);
    expect(messages.at(-1)).toMatch(/59800 more faults of this document are not listed/);
  });

  test.each([
    ['above one another', (i: number) => `  # heady-ignore tags/required: because ${i}`],
    ['each behind a field', (i: number) => `  field${i}: 1 # heady-ignore tags/required: because`],
  ])('20,000 comments that silence nothing, %s', (_, line) => {
    const { messages, fixAll } = answers(START + lines(20_000, line));
    expect(messages.filter((message) => message.includes('finds nothing here'))).toHaveLength(20_000);
    expect(fixAll).toHaveLength(1);
  });

  test.each([
    ['---', '---\n'],
    ['...', '...\n'],
  ])('400,000 times "%s": so many documents are not read', (_, line) => {
    const { messages } = answers(line.repeat(400_000));
    expect(messages).toEqual([expect.stringMatching(/from here on they are not read/)]);
  });

  test('100,000 documents: the first are checked, the rest refused', () => {
    const { messages, symbols } = answers(lines(100_000, (i) => `---\na: ${i}`));
    expect(symbols).toHaveLength(5_000);
    expect(messages.at(-1)).toMatch(/^The file holds 100000 documents; .* Split it into several files\.$/);
  });
});
