import type { OwnTerm } from '../../impact/language/entry.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path } from '../../manifest/tree.ts';
import type { Declaration } from '../facts.ts';

/** A phrase that a Policy allows. */
export interface StatedPhrase {
  phrase: string;
  /** Fields in which it is allowed, as the policy writes them; none: everywhere. */
  paths: readonly string[];
  /** Rules that leave it alone; none: all. */
  rules: readonly string[];
  reason: string;
}

const TERMS = ['spec', 'terms'];
const ALLOWED = ['spec', 'allowed'];

/** The terms of a Policy or Vertical. One that is itself at fault does not count: the fault is told at its place. */
export function termsIn({ document, kind, name }: Declaration): OwnTerm[] {
  return soundItems(document, TERMS).flatMap((path) => {
    const pattern = document.statedText([...path, 'pattern']);
    if (!pattern) return [];
    const reason = document.statedText([...path, 'reason']);
    const alternatives = textsAt(document, [...path, 'alternatives']);
    return [
      { pattern, alternatives, ...(reason === undefined ? {} : { reason }), source: `${kind} ${name}` },
    ];
  });
}

/** The phrases that a Policy allows; one that is itself at fault allows nothing. */
export function allowedIn({ document }: Declaration): StatedPhrase[] {
  return soundItems(document, ALLOWED).flatMap((path) => {
    const phrase = document.statedText([...path, 'phrase']);
    const reason = document.statedText([...path, 'reason']);
    if (!phrase || !reason) return [];
    const [paths, rules] = ['paths', 'rules'].map((field) => textsAt(document, [...path, field]));
    return [{ phrase, paths: paths ?? [], rules: rules ?? [], reason }];
  });
}

/** Paths of the items of a list that fit the schema. */
function soundItems(document: ManifestDocument, list: Path): Path[] {
  const listed = document.stated(list);
  if (!Array.isArray(listed)) return [];
  const faulty = new Set(
    document.schemaProblems
      .filter(
        ({ rule, path }) => rule !== 'schema/unknown-field' && list.every((step, i) => path[i] === step),
      )
      .map(({ path }) => path[list.length]),
  );
  return [...listed.keys()].filter((index) => !faulty.has(index)).map((index) => [...list, index]);
}

function textsAt(document: ManifestDocument, path: Path): string[] {
  const list = document.stated(path);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
