import { QUESTIONS } from '../../scaffold/answers.ts';
import type { CreatedKind } from '../../scaffold/template/template.ts';
import type { SourceContents } from '../../templates/templateLibrary.ts';
import { KIND_WORDS } from './kinds.ts';
import { offersOf } from './templateChoice.ts';

/** The templates of each source, and those that cannot be used with why. */
export function formatList(contents: readonly SourceContents[], kind: CreatedKind | undefined): string {
  return contents
    .map((each) => {
      const { source, bad, withheld } = each;
      const offers = offersOf([each], kind);
      const width = Math.max(0, ...offers.map(({ template }) => template.name.length));
      const lines = offers.map(
        ({ template: { name, spec, title, description } }) =>
          `  ${name.padEnd(width)}  ${KIND_WORDS[spec.creates]}, ${spec.version}: ${title}. ${description}\n`,
      );
      const faults = bad.map(({ name, message }) => `  ${name} cannot be used: ${message}\n`);
      const none = lines.length + faults.length === 0 ? `  ${withheld ?? 'none'}\n` : '';
      return `${source.title} (${source.id})\n${lines.join('')}${faults.join('')}${none}`;
    })
    .join('\n');
}

/** The same as JSON, with what each template asks. */
export function listJson(contents: readonly SourceContents[], kind: CreatedKind | undefined): string {
  const sources = contents.map((each) => ({
    id: each.source.id,
    title: each.source.title,
    templates: offersOf([each], kind).map(({ template: { name, title, description, spec, parameters } }) => ({
      name,
      title,
      description,
      version: spec.version,
      kind: KIND_WORDS[spec.creates],
      technologies: spec.technologies ?? [],
      questions: QUESTIONS[spec.creates],
      parameters: Object.fromEntries(parameters),
      required: spec.parameters?.required ?? [],
      secrets: spec.secrets ?? [],
    })),
    bad: each.bad,
    ...(each.withheld !== undefined && { withheld: each.withheld }),
  }));
  return `${JSON.stringify({ sources }, undefined, 2)}\n`;
}
