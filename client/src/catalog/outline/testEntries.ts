import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';

/** A service as its name says it, not registered. */
export function service(name: string, rest: Partial<CatalogItem> = {}): CatalogItem {
  const [environment, vertical] = name.split('-');
  return {
    kind: 'Service',
    name,
    environment: environment as NonNullable<CatalogItem['environment']>,
    ...(vertical && { vertical }),
    state: 'local',
    errors: 0,
    warnings: 0,
    ...rest,
  };
}
