/** The extension's public API, and the catalog as the tests ask for it. */
import type { HeadyApi } from '../../client/src/api.ts';
import type { CatalogItem, CatalogSnapshot } from '../../server/src/protocol/catalog.ts';
import { activateHeady, eventually } from './support.ts';

export async function headyApi(): Promise<HeadyApi> {
  return (await activateHeady()).exports as HeadyApi;
}

/** The catalog once the workspace is read and the control plane has answered. */
export async function settledCatalog(): Promise<CatalogSnapshot> {
  const { catalog } = await headyApi();
  return eventually('the catalog settling', () => {
    const snapshot = catalog.snapshot();
    const settled = snapshot && !snapshot.indexing && snapshot.controlPlane.state === 'connected';
    return settled && snapshot.items.length > 0 ? snapshot : undefined;
  });
}

/** The entry of that name, once it satisfies `wanted`. */
export async function eventualEntry(
  name: string,
  what: string,
  wanted: (entry: CatalogItem) => boolean = () => true,
): Promise<CatalogItem> {
  const { catalog } = await headyApi();
  return eventually(`${name} ${what}`, () => {
    const entry = catalog.snapshot()?.items.find((item) => item.name === name);
    return entry && wanted(entry) ? entry : undefined;
  });
}
