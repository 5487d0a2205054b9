// biome-ignore-all lint/suspicious/noTemplateCurlyInString: LSP snippets are written like that
import { expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { complete } from './complete.ts';
import { accept } from './testCompletion.ts';
import { open } from './testWorkspace.ts';

const POLICY = `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: org }
spec:
  custom: [{ id: cost-center, path: metadata.labels, check: required }]
`;

function inComment(marked: string) {
  const { project, file, offset } = open({ 'file:///w/org.heady.yaml': POLICY }, [
    'file:///w/a.heady.yaml',
    marked,
  ]);
  const found = (index: number) => {
    const placed = file.documents[index];
    return placed ? project.report({ uri: 'file:///w/a.heady.yaml', index }, placed).findings : [];
  };
  return complete(file, offset, project, { found });
}

it('offers every rule that a comment may silence, those of policies as well', () => {
  const offered = inComment('kind: Service\nspec:\n  # heady-ignore |\n  plane: app').map(
    ({ label }) => label,
  );
  const silenced = rules.map(({ id }) => id).filter((id) => !id.startsWith('suppression/'));
  expect(offered.sort()).toEqual([...silenced, 'policy/cost-center'].sort());
});

it.each([
  ['on the next line', 'spec:\n  # heady-ignore |\n  plane: ap'],
  ['below further comments', 'spec:\n  # heady-ignore |\n  # and more\n  plane: ap'],
  ['on its own line', 'spec:\n  plane: ap # heady-ignore |'],
])('puts first what finds something %s', (_, text) => {
  const likely = inComment(`kind: Service\n${text}`).filter(({ preselect }) => preselect);
  expect(likely.map(({ label }) => label)).toEqual(['schema/enum']);
});

it('leaves room for the reason', () => {
  expect(accept('# heady-ignore |', 'tags/required', true)).toBe(
    '# heady-ignore tags/required: ${1:why this is right here}',
  );
});
