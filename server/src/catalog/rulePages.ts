import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { pageOf } from '../rules/page.ts';

/** The page of a rule, as Markdown; undefined where there is none. */
export async function readRulePage(id: string): Promise<string | undefined> {
  // Beside the built program, and above the source.
  for (const folder of ['../docs/rules/', '../../../docs/rules/', '../../docs/rules/']) {
    try {
      return await readFile(fileURLToPath(new URL(`${folder}${pageOf(id)}`, import.meta.url)), 'utf8');
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}
