import type { Liquid, Template as Parsed } from 'liquidjs';
import { engineOf } from '../../render/renderer.ts';
import type { Dialect } from '../template.ts';
import { faultIn } from './faultIn.ts';
import type { TemplateFinding } from './finding.ts';
import { type LiquidText, liquidTexts, partialTexts } from './liquidTexts.ts';
import { circular, type PartialUse, partialsUsed } from './partialUse.ts';
import type { Subject } from './subject.ts';

/** A variable that a text names; rows and columns count from 1. */
export interface NamedVariable {
  /** `parameters`, `queue`; undefined for a part that is known only once it is rendered. */
  segments: readonly (string | number | undefined)[];
  /** The text that it stands in: a partial, perhaps. */
  in: LiquidText;
  /** The text that is rendered with it. */
  root: LiquidText;
  row: number;
  column: number;
}

export interface NamedPartial extends PartialUse {
  in: LiquidText;
}

/** What all texts of a template name. */
export interface References {
  variables: NamedVariable[];
  partials: NamedPartial[];
  /** Texts that do not parse. */
  faults: TemplateFinding[];
}

/** The name that a text has while it is looked through; no partial has it. */
const SELF = '\n';

/** Parses all texts and gathers what they name, a text each step. */
export function* referencesIn(subject: Subject): Generator<undefined, References> {
  const found: References = { variables: [], partials: [], faults: [] };
  const byDialect = new Map<Dialect, LiquidText[]>();
  for (const text of liquidTexts(subject))
    byDialect.set(text.dialect, [...(byDialect.get(text.dialect) ?? []), text]);
  for (const [dialect, texts] of byDialect) yield* readTexts(subject, dialect, texts, found);
  return found;
}

function* readTexts(
  subject: Subject,
  dialect: Dialect,
  texts: readonly LiquidText[],
  found: References,
): Generator<undefined> {
  const parser = engineOf({}, dialect);
  const partials = partialTexts(subject, dialect);
  const uses = new Map<string, readonly string[]>();
  for (const [name, text] of partials) {
    const parsed = parse(parser, text, found);
    if (parsed) uses.set(name, noteUses(parsed, text, found));
    yield;
  }
  const sound: LiquidText[] = [];
  const named = new Set([...uses.values()].flat());
  for (const text of texts) {
    const parsed = parse(parser, text, found);
    if (parsed) sound.push(text);
    for (const name of noteUses(parsed ?? [], text, found)) named.add(name);
    yield;
  }
  // A partial that is not there, does not parse or leads back to itself is told of elsewhere; here it is empty.
  const endless = circular(uses);
  const bodies = [...named].map((name) => {
    const isSound = uses.has(name) && !endless.has(name);
    return [name, isSound ? (partials.get(name)?.text ?? '') : ''] as const;
  });
  const analyser = engineOf(Object.fromEntries(bodies), dialect);
  for (const text of sound) {
    noteVariables(analyser, text, partials, found);
    yield;
  }
}

function noteUses(parsed: readonly Parsed[], text: LiquidText, found: References): string[] {
  const used = partialsUsed(parsed);
  found.partials.push(...used.map((use) => ({ ...use, in: text })));
  return used.flatMap(({ name }) => name ?? []);
}

function noteVariables(
  analyser: Liquid,
  root: LiquidText,
  partials: ReadonlyMap<string, LiquidText>,
  found: References,
): void {
  const { globals } = analyser.analyzeSync(analyser.parse(translated(root), SELF));
  for (const { segments, location } of Object.values(globals).flat()) {
    const { file = SELF, row, col: column } = location;
    const place = file === SELF ? root : partials.get(file);
    if (!place) continue;
    const names = segments.map((segment) => (typeof segment === 'object' ? undefined : segment));
    found.variables.push({ segments: names, in: place, root, row, column });
  }
}

function parse(parser: Liquid, text: LiquidText, { faults }: References): Parsed[] | undefined {
  try {
    return parser.parse(translated(text), SELF);
  } catch (cause) {
    faults.push(faultIn(text, cause, Object.keys(parser.filters)));
    return undefined;
  }
}

function translated({ text, dialect }: LiquidText): string {
  return dialect.text ? dialect.text(text) : text;
}
