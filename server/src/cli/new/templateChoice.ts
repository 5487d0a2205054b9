import type { CreatedKind, Template } from '../../scaffold/template/template.ts';
import type { SourceContents } from '../../templates/templateLibrary.ts';
import { UsageError } from '../usage.ts';
import { KIND_WORDS } from './kinds.ts';

/** A template and where it is from. */
export interface Offer {
  /** `TemplateSource.id`. */
  source: string;
  template: Template;
}

/** Those of a kind that can be chosen; of every kind where none is said. */
export function offersOf(contents: readonly SourceContents[], kind?: CreatedKind): Offer[] {
  return contents.flatMap(({ source, templates }) =>
    templates
      .filter(({ spec }) => spec.abstract !== true && (kind === undefined || spec.creates === kind))
      .map((template) => ({ source: source.id, template })),
  );
}

/**
 * The template that is meant.
 *
 * @returns undefined where nothing says which of several
 * @throws {UsageError} where there is none such, or several
 */
export function chosenOffer(
  contents: readonly SourceContents[],
  kind: CreatedKind,
  { template: name, source }: { template: string | undefined; source: string | undefined },
): Offer | undefined {
  const all = offersOf(contents, kind);
  const offers = all.filter((offer) => source === undefined || offer.source === source);
  if (offers.length === 0)
    throw new UsageError(
      source === undefined
        ? `No template makes a ${KIND_WORDS[kind]}. 'heady new --list' says what there is.`
        : `--source ${source}: it has no template for a ${KIND_WORDS[kind]}. Sources that have: ${[...new Set(all.map((offer) => offer.source))].join(', ')}.`,
    );
  if (name === undefined) return offers.length === 1 ? offers[0] : undefined;
  const named = offers.filter(({ template }) => template.name === name);
  const [first, ...others] = named;
  if (!first) throw new UsageError(`--template ${name}: ${whyNot(contents, name)} ${listed(offers)}`);
  if (others.length > 0)
    throw new UsageError(
      `--template ${name}: several sources have it. Say --source ${named.map((offer) => offer.source).join(' or ')}.`,
    );
  return first;
}

function whyNot(contents: readonly SourceContents[], name: string): string {
  const bad = contents.flatMap((each) => each.bad).find((each) => each.name === name);
  return bad ? `it cannot be used: ${bad.message}.` : 'there is no such template.';
}

function listed(offers: readonly Offer[]): string {
  return `There are ${offers.map(({ template }) => template.name).join(', ')}.`;
}
