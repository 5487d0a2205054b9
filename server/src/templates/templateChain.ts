import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TemplateFolder } from '../scaffold/template/lint/lintTemplate.ts';
import { readTemplateManifest, TEMPLATE_MANIFEST } from '../scaffold/template/readTemplate.ts';
import { TemplateError } from '../scaffold/template/template.ts';
import { readTemplateFolder } from './readTemplateFolder.ts';

/**
 * The files of a template, then of what it extends, which lies beside it, and so on.
 *
 * @throws {TemplateError} where a folder of them cannot be read; one that extends itself ends the chain
 */
export async function readTemplateChain(folder: string): Promise<TemplateFolder[]> {
  const chain: TemplateFolder[] = [];
  let next: string | undefined = folder;
  while (next !== undefined && existsSync(next) && chain.every(({ name }) => name !== basename(next ?? ''))) {
    const files = await readTemplateFolder(next);
    chain.push({ name: basename(next), files });
    const base = baseOf({ name: basename(next), files });
    next = base === undefined ? undefined : join(dirname(next), base);
  }
  return chain;
}

/** The name of what it extends, if that can be read; what cannot is for the lint to tell. */
function baseOf({ files }: TemplateFolder): string | undefined {
  if (!files.some(({ path }) => path === TEMPLATE_MANIFEST)) return undefined;
  try {
    const { extends: base } = readTemplateManifest(files).spec;
    // What is no name of a folder beside it would lead elsewhere.
    return base !== undefined && /^[a-z0-9][a-z0-9-]*$/.test(base) ? base : undefined;
  } catch (cause) {
    if (cause instanceof TemplateError) return undefined;
    throw cause;
  }
}
