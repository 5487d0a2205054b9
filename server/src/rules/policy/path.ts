import { entryOf, isNull, itemsOf, type ManifestNode, type Path } from '../../manifest/tree.ts';

/** Stands for `[*]`: every item of a list, every value of a map. */
export const EVERY = Symbol('every');

/** A path as a policy writes it: `spec.ports[*].port`. */
export type PathPattern = readonly (string | typeof EVERY)[];

const STEP = /(?<dot>\.)?(?<name>[^.[\]"'\s$]+)|(?<every>\[\*\])|\["(?<quoted>(?:[^"\\]|\\["\\])+)"\]/y;

/**
 * Reads `a.b`, `a["k.l"]` and `a[*].b`. In quotes, `\"` and `\\` stand for `"` and `\`.
 *
 * @returns undefined for a text that is no path
 */
export function parsePath(text: string): PathPattern | undefined {
  const steps: (string | typeof EVERY)[] = [];
  let at = 0;
  while (at < text.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    const { dot, name, every, quoted } = match?.groups ?? {};
    // A name starts the path or follows a dot; the rest follows something.
    if (!match || (name !== undefined ? (dot === undefined) !== (at === 0) : at === 0)) return undefined;
    if (name !== undefined) steps.push(name);
    else if (every) steps.push(EVERY);
    else steps.push((quoted ?? '').replace(/\\(.)/g, '$1'));
    at += match[0].length;
  }
  return steps.length ? steps : undefined;
}

/**
 * The places in a document that a path means, whether something is there or not. None below a value that is no map
 * or list where one should be: that is the schema's matter.
 */
export function* placesOf(
  node: ManifestNode | undefined,
  [step, ...rest]: PathPattern,
  at: Path = [],
): Generator<Path> {
  if (step === undefined) {
    yield at;
  } else if (step === EVERY) {
    if (node?.type === 'sequence') {
      for (const [index, item] of itemsOf(node).entries()) yield* placesOf(item, rest, [...at, index]);
    } else if (node?.type === 'map') {
      for (const { key, value } of node.entries) yield* placesOf(value, rest, [...at, String(key.value)]);
    }
  } else if (isNull(node) || node?.type === 'map') {
    yield* placesOf(entryOf(node, step)?.value, rest, [...at, step]);
  }
}
