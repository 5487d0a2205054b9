import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ENTRY_KINDS } from '../../manifest/schemas.ts';
import { referenceFields } from '../../rules/references.ts';
import type { Files } from '../testWorkspace.ts';
import { controlPlaneOf } from './controlPlane.ts';
import { perform } from './perform.ts';
import { readGolden, writeGolden } from './scenario.ts';

const HERE = new URL('.', import.meta.url);
const HOW_TO_ACCEPT =
  'Right as it is now? Then: npx vitest run --project unit server/src/language/golden --update';

const world = { workspace: read('workspace'), controlPlane: controlPlaneOf(read('registered')) };
const goldens = readdirSync(HERE).filter((name) => name.endsWith('.md') && name !== 'README.md');

test.each(goldens)('%s', async (name) => {
  const golden = readGolden(readFileSync(new URL(name, HERE), 'utf8'));
  expect(golden.scenarios).not.toEqual([]);
  const scenarios = golden.scenarios.map((scenario) => {
    try {
      return { ...scenario, outcome: perform(world, scenario) };
    } catch (cause) {
      throw new Error(`${scenario.title}: ${cause}`, { cause });
    }
  });
  const now = writeGolden({ ...golden, scenarios });
  await expect(now, HOW_TO_ACCEPT).toMatchFileSnapshot(new URL(name, HERE).pathname);
});

test('every kind and every sort of reference is shown', () => {
  const written = (name: string) => readFileSync(new URL(name, HERE), 'utf8');
  const fields = ENTRY_KINDS.flatMap((kind) => referenceFields(kind)).map((path) => String(path.at(-1)));
  for (const kind of ENTRY_KINDS) expect(written('completion-kinds.md')).toContain(`accept: ${kind}\n`);
  for (const field of fields) {
    for (const name of ['completion-names.md', 'hover.md', 'navigation.md']) {
      expect(written(name), `${name} shows no ${field}`).toMatch(new RegExp(`^\\s*${field}:`, 'm'));
    }
  }
});

function read(folder: string): Files {
  const names = readdirSync(new URL(folder, HERE));
  return Object.fromEntries(
    names.map((name) => [`file:///w/${name}`, readFileSync(new URL(`${folder}/${name}`, HERE), 'utf8')]),
  );
}
