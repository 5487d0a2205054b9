import type { Path, Plain } from '../../manifest/tree.ts';
import type { Declaration } from '../facts.ts';
import type { Related, RuleContext } from '../rule.ts';

/** What a vertical states for all that is tagged with it. */
export interface Demand {
  vertical: string;
  value: Plain;
  /** The manifest that states it. */
  source: Declaration;
  path: Path;
}

/** What the vertical of a document's tag states at a path; several where its manifest is there several times. */
export function demandsOn({ document, facts }: RuleContext, path: Path): Demand[] {
  const vertical = document.statedText(['metadata', 'tags', 'Vertical']);
  if (!vertical) return [];
  return facts.declarations('Vertical', vertical).flatMap((source) => {
    const value = source.document.stated(path);
    return value === undefined ? [] : [{ vertical, value, source, path }];
  });
}

/** Links the place where the vertical states it. */
export function relatedTo({ vertical, source, path }: Demand): Related[] {
  const message = `The vertical "${vertical}" asks for it here.`;
  return [{ at: source.at, span: source.document.place(path), message }];
}
