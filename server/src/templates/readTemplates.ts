import { BACKSTAGE_MANIFEST, readBackstage } from '../scaffold/backstage/readBackstage.ts';
import { readTemplate, readTemplateManifest, TEMPLATE_MANIFEST } from '../scaffold/template/readTemplate.ts';
import { type Template, TemplateError, type TemplateFile } from '../scaffold/template/template.ts';
import type { BadTemplate, SourceTemplates } from './templateSource.ts';

/** Folders that lie beside each other, each a template. */
export interface TemplateFolders {
  names: readonly string[];
  /** All files below one of them. @throws {TemplateError} where it is no template that can be read */
  files(name: string): Promise<readonly TemplateFile[]>;
}

/** Finds the template of a service's manifest, with which those of Backstage are completed. */
export type ManifestOnly = () => Promise<Template>;

/** Reads all templates of a source, each after what it extends; a bad one is left out alone. */
export async function readTemplates(
  { names, files: filesOf }: TemplateFolders,
  manifestOnly?: ManifestOnly,
): Promise<SourceTemplates> {
  const read = new Map<string, Promise<Template>>();
  const load = (name: string, extending: readonly string[]): Promise<Template> => {
    const known = read.get(name) ?? loadNew(name, extending);
    read.set(name, known);
    return known;
  };
  const loadNew = async (name: string, extending: readonly string[]): Promise<Template> => {
    const files = await filesOf(name);
    if (manifestOnly && isBackstage(files)) return readBackstage(files, await manifestOnly());
    const { extends: base } = readTemplateManifest(files).spec;
    if (base === undefined || !names.includes(base)) return readTemplate(files);
    if (base === name || extending.includes(base))
      throw new TemplateError(`"${base}" extends itself`, TEMPLATE_MANIFEST);
    return readTemplate(files, await load(base, [...extending, name]));
  };
  const templates: Template[] = [];
  const bad: BadTemplate[] = [];
  for (const name of names) {
    try {
      templates.push(await load(name, []));
    } catch (cause) {
      bad.push({ name, message: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  return { templates, bad };
}

function isBackstage(files: readonly TemplateFile[]): boolean {
  const has = (name: string) => files.some(({ path }) => path === name);
  return has(BACKSTAGE_MANIFEST) && !has(TEMPLATE_MANIFEST);
}
