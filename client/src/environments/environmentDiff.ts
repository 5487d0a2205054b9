import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { EnvironmentName } from '../../../server/src/protocol.ts';

/** What switching from one environment to another changes of what one sees, each in the order of their names. */
export interface EnvironmentDiff {
  /** Services that are not there. */
  gone: CatalogItem[];
  /** Services that are there alone. */
  come: CatalogItem[];
}

/** @param items of the whole catalog */
export function environmentDiff(
  items: readonly CatalogItem[],
  from: EnvironmentName,
  to: EnvironmentName,
): EnvironmentDiff {
  const services = items.filter(({ kind }) => kind === 'Service');
  const [here, there] = [from, to].map((place) =>
    services.filter(({ environment }) => environment === place),
  );
  return { gone: without(here, there), come: without(there, here) };
}

/** The same service has the same name in each environment, but for the environment at its beginning. */
export function shortName({ name, environment }: CatalogItem): string {
  return environment && name.startsWith(`${environment}-`) ? name.slice(environment.length + 1) : name;
}

function without(items: readonly CatalogItem[] = [], others: readonly CatalogItem[] = []): CatalogItem[] {
  const names = new Set(others.map(shortName));
  return items
    .filter((item) => !names.has(shortName(item)))
    .sort((a, b) => (shortName(a) < shortName(b) ? -1 : 1));
}
