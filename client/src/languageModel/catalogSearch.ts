import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';

/** What a model may ask of the catalog. */
export interface CatalogQuery {
  /** Words that must all stand in an entry's name, title, description, owner or vertical. */
  text?: string;
  kind?: string;
  environment?: string;
}

/** More than this is no answer but a burden. */
const MOST = 30;

/** The entries that fit, as a model reads them; how many there are beyond what is listed. */
export function searchCatalog(
  items: readonly CatalogItem[],
  { text = '', kind, environment }: CatalogQuery,
): { entries: Partial<CatalogItem>[]; more: number } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = items.filter((item) => {
    const told = [item.name, item.title, item.description, item.owner, item.vertical].join(' ').toLowerCase();
    const isAsked = (wanted: string | undefined, is: string | undefined) =>
      wanted === undefined || wanted.toLowerCase() === is?.toLowerCase();
    return (
      isAsked(kind, item.kind) &&
      isAsked(environment, item.environment) &&
      words.every((word) => told.includes(word))
    );
  });
  fitting.sort((a, b) => a.name.localeCompare(b.name));
  const entries = fitting.slice(0, MOST).map(({ uri: _, range: __, ...item }) => item);
  return { entries, more: fitting.length - entries.length };
}
