import data from '../../../generated/impact/packs.js';
import type { OwnTerm } from './language/entry.ts';

/** What a kind of vertical reads besides, and where it is stricter: one file of data/packs. */
export interface Pack {
  readonly id: string;
  readonly title: string;
  /** Names of verticals that it is for. */
  readonly verticals: readonly string[];
  /** Words of a vertical's focus by which it is for others too. */
  readonly focus: readonly string[];
  /** Rules by id, with the severity that takes the place of their default. */
  readonly checks: Readonly<Record<string, 'error' | 'warning'>>;
  readonly terms: readonly PackTerm[];
}

export interface PackTerm extends OwnTerm {
  /** A text in which it is found. */
  readonly example: string;
}

/** A pack as it is written: what a term does not say of its source, its pack does. */
type PackData = Omit<Pack, 'terms'> & {
  readonly source: string;
  readonly terms: readonly (Omit<PackTerm, 'source'> & { readonly source?: string })[];
};

export const packs: readonly Pack[] = (Object.values(data()) as PackData[]).map(
  ({ source, terms, ...pack }) => ({
    ...pack,
    terms: terms.map((term) => ({ source, ...term })),
  }),
);

/**
 * The packs of a vertical.
 *
 * @param focus what its manifests say that it is about; empty where it has none
 */
export function packsFor(vertical: string, focus: readonly string[]): readonly Pack[] {
  const words = focus.map(
    (text) =>
      ` ${
        text
          .toLowerCase()
          .match(/[\p{L}\p{N}]+/gu)
          ?.join(' ') ?? ''
      } `,
  );
  return packs.filter(
    (pack) =>
      pack.verticals.includes(vertical) ||
      pack.focus.some((word) => words.some((text) => text.includes(` ${word} `))),
  );
}
