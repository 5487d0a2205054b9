import { inflections } from './inflections.ts';

/** Words that stand in most texts: a pattern is looked for by another one of its words, if it can be. */
const functionWords = new Set(
  (
    'a an the and or but nor not no of on at in to by for from with without as if is are was were be been being am it its this that ' +
    'these those they them their he him his she her you your we our who whose what which where when how one has have had do does ' +
    'did can could will would may must should about over under out up off than then so only all any every each some more most other service services'
  ).split(' '),
);

/** Words that stand in many texts on services and the people they are for. */
const frequentWords = new Set(
  (
    'account accounts address addresses app applicant applicants apps bank black book books card cards child children client colour ' +
    'customer customers data day days device devices document documents driver family file files first government group groups health ' +
    'home host key language lead license list lists mail man men mobile model name names new number office old online order orders owner ' +
    'page pages partner partners patient patients payment payments people person phone price private public record records registry ' +
    'report reports resident residents runs same school score state stateless street student team teams test time two ' +
    'three user users web white work year years'
  ).split(' '),
);

/** How often a word is met, roughly: what matters is which of two is rarer. */
function frequency(word: string): number {
  if (functionWords.has(word)) return 1_000;
  if (frequentWords.has(word)) return 50;
  return word.length < 3 ? 20 : 1;
}

/**
 * Words of which one stands in whatever a pattern matches, in all their inflections: those of its rarest part. None where
 * every part may be anything.
 *
 * @param classes what the pattern may refer to
 */
export function anchorsOf(
  pattern: string,
  classes: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  let best: readonly string[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const part of topLevelParts(pattern)) {
    const anchors = partAnchors(part, classes);
    const met = anchors.reduce((sum, anchor) => sum + frequency(anchor), 0);
    if (anchors.length === 0 || met >= least) continue;
    least = met;
    best = anchors;
  }
  return best;
}

function topLevelParts(pattern: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of pattern) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ' ' && depth === 0) {
      parts.push(part);
      part = '';
    } else {
      part += char;
    }
  }
  return [...parts, part].filter((one) => one !== '' && !one.endsWith('?'));
}

/** Many patterns share their parts, above all the classes: each is worked out once. */
const known = new WeakMap<Readonly<Record<string, readonly string[]>>, Map<string, readonly string[]>>();

function partAnchors(part: string, classes: Readonly<Record<string, readonly string[]>>): readonly string[] {
  let parts = known.get(classes);
  if (!parts) {
    parts = new Map();
    known.set(classes, parts);
  }
  let anchors = parts.get(part);
  if (!anchors) {
    anchors = workOut(part, classes);
    parts.set(part, anchors);
  }
  return anchors;
}

function workOut(part: string, classes: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const name = /^<([a-z-]+)>$/.exec(part)?.[1];
  const alternatives =
    name !== undefined
      ? (classes[name] ?? [])
      : part.startsWith('(')
        ? alternativesOf(part.slice(1, -1))
        : null;
  if (alternatives) {
    const sets = alternatives.map((alternative) => anchorsOf(alternative, classes));
    return sets.every((set) => set.length > 0) ? [...new Set(sets.flat())] : [];
  }
  const words = part.split(/[^a-z~]+/).filter((word) => /^[a-z]+~?$/.test(word));
  const word = words.sort((one, other) => frequency(one) - frequency(other) || other.length - one.length)[0];
  if (word === undefined) return [];
  return word.endsWith('~') ? inflections(word.slice(0, -1)) : [word];
}

function alternativesOf(group: string): string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let alternative = '';
  for (const char of group) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === '|' && depth === 0) {
      alternatives.push(alternative);
      alternative = '';
    } else {
      alternative += char;
    }
  }
  return [...alternatives, alternative];
}
