import type { Catalog } from '../catalog/catalog.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { environmentOf } from '../manifest/environment.ts';
import type { EnvironmentInfo, Settings } from '../protocol.ts';
import { nodesOf } from './environmentPlaces.ts';
import { guardOf } from './guard.ts';

/** What each environment is: the organisation's environment strategy in a phrase. */
const SUMMARIES: Record<Environment, string> = {
  dev: 'Ephemeral, developer-owned',
  test: 'Shared, CI targets',
  stage: 'Near-prod replica',
  prod: 'Hardened, restricted',
};

/**
 * The four environments with what their manifests and the catalog say of them.
 *
 * @param indexing the workspace is still being read: nobody can count yet
 */
export function describeEnvironments(
  catalog: Catalog,
  indexing: boolean,
  settings: Settings,
): EnvironmentInfo[] {
  const services = indexing ? undefined : countServices(catalog);
  return ENVIRONMENTS.map((name) => {
    const manifest = catalog.declarations('Environment', name)[0];
    return {
      name,
      summary: SUMMARIES[name],
      ...(manifest ? { manifestUri: manifest.at.uri } : {}),
      controlPlaneUrls: nodesOf(catalog, name, settings.environments[name]).map(String),
      ...guardOf(catalog, name),
      ...(services ? { services: services.get(name)?.size ?? 0 } : {}),
    };
  });
}

function countServices(catalog: Catalog): Map<Environment, Set<string>> {
  const names = new Map<Environment, Set<string>>();
  const count = (environment: Environment | undefined, name: string) => {
    if (environment) names.set(environment, (names.get(environment) ?? new Set()).add(name));
  };
  for (const { kind, name, document } of catalog.workspace.declarations()) {
    if (kind === 'Service') count(environmentOf(document), name);
  }
  for (const { kind, name, environment } of catalog.controlPlane.entries()) {
    if (kind === 'Service') count(environment, name);
  }
  return names;
}
