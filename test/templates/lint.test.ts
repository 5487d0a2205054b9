import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Catalog } from '../../server/src/catalog/catalog.ts';
import { atOnce } from '../../server/src/catalog/slices.ts';
import { WorkspaceIndex } from '../../server/src/catalog/workspaceIndex.ts';
import { lintTemplate } from '../../server/src/scaffold/template/lint/lintTemplate.ts';
import { readTemplateChain } from '../../server/src/templates/templateChain.ts';

const FOLDER = fileURLToPath(new URL('../../templates', import.meta.url));

test.each(readdirSync(FOLDER))('%s has no finding of the lint of templates', async (name) => {
  const chain = await readTemplateChain(`${FOLDER}/${name}`);
  const facts = new Catalog(new WorkspaceIndex());
  expect(atOnce(lintTemplate(chain, { year: 2026, facts }))).toEqual([]);
});
