import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BACKSTAGE_MANIFEST } from '../scaffold/backstage/readBackstage.ts';
import { AT_START } from '../scaffold/template/lint/finding.ts';
import {
  type LintTemplateOptions,
  lintTemplate,
  type TemplateFinding,
} from '../scaffold/template/lint/lintTemplate.ts';
import { TEMPLATE_MANIFEST } from '../scaffold/template/readTemplate.ts';
import { TemplateError } from '../scaffold/template/template.ts';
import { serviceManifest } from './builtIn.ts';
import { readTemplateChain } from './templateChain.ts';

/** A finding in a file on disk. */
export interface TemplateFileFinding extends TemplateFinding {
  /** Absolute. */
  file: string;
}

/** Whether a folder is a template, Heady's or Backstage's. */
export function isTemplateFolder(folder: string): boolean {
  return [TEMPLATE_MANIFEST, BACKSTAGE_MANIFEST].some((name) => existsSync(join(folder, name)));
}

/**
 * Reads the template in a folder, and what it extends.
 *
 * @returns its lint, to be taken step by step (`inSlices`, `atOnce`); files are of that folder and those beside it
 */
export async function lintTemplateFolder(
  folder: string,
  options: Omit<LintTemplateOptions, 'serviceManifest'>,
): Promise<Iterator<undefined, TemplateFileFinding[]>> {
  const absolute = resolve(folder);
  try {
    const isBackstage = !existsSync(join(absolute, TEMPLATE_MANIFEST));
    const chain = await readTemplateChain(absolute);
    return located(
      absolute,
      lintTemplate(chain, {
        ...options,
        serviceManifest: isBackstage ? await serviceManifest() : undefined,
      }),
    );
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    return located(absolute, unreadable(cause));
  }
}

function* located(
  folder: string,
  steps: Iterator<undefined, TemplateFinding[]>,
): Generator<undefined, TemplateFileFinding[]> {
  let step = steps.next();
  for (; !step.done; step = steps.next()) yield;
  return step.value.map((finding) => ({
    ...finding,
    file:
      finding.folder === ''
        ? join(folder, finding.path)
        : join(dirname(folder), finding.folder, finding.path),
  }));
}

/** A folder with a link in it, say, or with too much. */
function unreadable({
  path = TEMPLATE_MANIFEST,
  reason,
}: TemplateError): Iterator<undefined, TemplateFinding[]> {
  const message = `The template cannot be read: ${reason}.`;
  const common = { rule: 'template/unreadable', severity: 'error', range: AT_START } as const;
  return { next: () => ({ done: true, value: [{ ...common, folder: '', path, message }] }) };
}
