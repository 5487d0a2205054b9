import type { Template } from '../../scaffold/template/template.ts';
import { isNewer } from '../../scaffold/update/newer.ts';
import type { SourceContents } from '../templateLibrary.ts';
import { portableSource } from './portableSource.ts';
import type { Project } from './project.ts';

/** A template with where it is from. */
export interface SourcedTemplate {
  /** As projects record it. */
  source: string;
  template: Template;
}

/**
 * The template that a project was made from, as it is now: of the source that it was made from, else of whichever has
 * the newest of its name.
 */
export function presentTemplate(
  { template: { name }, record, root }: Pick<Project, 'template' | 'record' | 'root'>,
  contents: readonly SourceContents[],
): SourcedTemplate | undefined {
  const named = contents.flatMap(({ source, templates }) =>
    templates
      .filter((template) => template.name === name && template.spec.creates === 'Service')
      .map((template) => ({ source: portableSource(source.id, root), template })),
  );
  const [newest] = [...named].sort((a, b) =>
    isNewer(a.template.spec.version, b.template.spec.version) ? -1 : 1,
  );
  return named.find(({ source }) => source === record?.source) ?? newest;
}

/** The same where it is newer than what the project was made from or last brought to. */
export function newerTemplate(
  project: Pick<Project, 'template' | 'record' | 'root'>,
  contents: readonly SourceContents[],
): SourcedTemplate | undefined {
  const present = presentTemplate(project, contents);
  return present && isNewer(present.template.spec.version, project.template.version) ? present : undefined;
}

/** The same where it is of the version that the project has: files of it can still be taken. */
export function sameTemplate(
  project: Pick<Project, 'template' | 'record' | 'root'>,
  contents: readonly SourceContents[],
): SourcedTemplate | undefined {
  const present = presentTemplate(project, contents);
  return present?.template.spec.version === project.template.version ? present : undefined;
}
