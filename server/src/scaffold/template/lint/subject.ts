import { type PlacedDocument, rangeOf } from '../../../manifest/file.ts';
import { parseManifest } from '../../../manifest/parse.ts';
import type { Path } from '../../../manifest/tree.ts';
import { BACKSTAGE_MANIFEST, readBackstage } from '../../backstage/readBackstage.ts';
import { readTemplate, TEMPLATE_MANIFEST } from '../readTemplate.ts';
import { type Template, TemplateError } from '../template.ts';
import { AT_START, type TemplateFinding, type TemplateFolder } from './finding.ts';

/** A template that could be read, and where all that it is made of lies. */
export interface Subject {
  template: Template;
  /** The template's own folder, then what it extends, then what that does. */
  chain: readonly TemplateFolder[];
  own: TemplateFolder;
  isBackstage: boolean;
  /** Only there to be extended: what it lacks, others may bring. */
  isAbstract: boolean;
  /** The manifest of each folder of the chain; of Backstage's there is none. */
  manifests: ReadonlyMap<string, PlacedDocument>;
  /** Where a file of the template lies; undefined for one that is not of the chain. */
  origin(path: string): Pick<TemplateFinding, 'folder' | 'path'> | undefined;
  partialOrigin(name: string): Pick<TemplateFinding, 'folder' | 'path'> | undefined;
}

/**
 * Reads a template from its chain.
 *
 * @param serviceManifest completes templates of Backstage; without it there are none
 * @returns findings where it cannot be read
 */
export function subjectOf(
  chain: readonly TemplateFolder[],
  serviceManifest?: Template,
): Subject | TemplateFinding[] {
  const [own] = chain;
  if (!own) return [];
  const isBackstage = !has(own, TEMPLATE_MANIFEST) && has(own, BACKSTAGE_MANIFEST);
  let template: Template | undefined;
  for (const folder of chain.toReversed()) {
    try {
      if (isBackstage && serviceManifest) template = readBackstage(folder.files, serviceManifest);
      else template = readTemplate(folder.files, template);
    } catch (cause) {
      return unreadable(folder, cause);
    }
  }
  if (!template) return [];
  const prefix = isBackstage ? 'backstage/' : '';
  return {
    template,
    chain,
    own,
    isBackstage,
    isAbstract: template.spec.abstract === true,
    manifests: manifestsOf(chain),
    origin: (path) => (path.startsWith(prefix) ? placeIn(chain, [path.slice(prefix.length)]) : undefined),
    partialOrigin: (name) => placeIn(chain, [`partials/${name}`, `partials/${name}.liquid`]),
  };
}

function has({ files }: TemplateFolder, path: string): boolean {
  return files.some((file) => file.path === path);
}

function placeIn(chain: readonly TemplateFolder[], paths: readonly string[]) {
  for (const folder of chain) {
    const path = paths.find((each) => has(folder, each));
    if (path !== undefined) return { folder: folder.name, path };
  }
  return undefined;
}

function manifestsOf(chain: readonly TemplateFolder[]): Map<string, PlacedDocument> {
  const manifests = new Map<string, PlacedDocument>();
  for (const folder of chain) {
    const document = manifestOf(folder);
    if (document) manifests.set(folder.name, document);
  }
  return manifests;
}

function manifestOf({ files }: TemplateFolder): PlacedDocument | undefined {
  const file = files.find(({ path }) => path === TEMPLATE_MANIFEST);
  return file && parseManifest(new TextDecoder().decode(file.bytes)).documents[0];
}

/** @throws whatever is no fault of the template */
function unreadable(folder: TemplateFolder, cause: unknown): TemplateFinding[] {
  if (!(cause instanceof TemplateError)) throw cause;
  const placed = manifestOf(folder);
  const problems = [...(placed?.document.syntaxProblems ?? []), ...(placed?.document.schemaProblems ?? [])];
  const common = { rule: 'template/unreadable', severity: 'error', folder: folder.name } as const;
  if (placed && problems.length > 0)
    return problems.map((problem) => ({
      ...common,
      path: TEMPLATE_MANIFEST,
      range: rangeOf(placed, problem),
      message: problem.message,
    }));
  const start = has(folder, TEMPLATE_MANIFEST) ? TEMPLATE_MANIFEST : BACKSTAGE_MANIFEST;
  return [{ ...common, path: cause.path ?? start, range: AT_START, message: sentence(cause.reason) }];
}

/** A reason in words as a sentence. */
export function sentence(reason: string): string {
  return `${reason.replace(/^\p{Ll}/u, (first) => first.toUpperCase()).replace(/\.$/, '')}.`;
}

/** A finding at a field of the own manifest of a folder; at its start where the field is not there. */
export function atField(
  { manifests, own, isBackstage }: Subject,
  field: Path,
  finding: Pick<TemplateFinding, 'rule' | 'severity' | 'message'>,
  folder = own.name,
): TemplateFinding {
  const placed = manifests.get(folder);
  return {
    ...finding,
    folder,
    path: isBackstage ? BACKSTAGE_MANIFEST : TEMPLATE_MANIFEST,
    range: placed ? rangeOf(placed, placed.document.place(field)) : AT_START,
  };
}
