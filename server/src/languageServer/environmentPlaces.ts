import type { Catalog } from '../catalog/catalog.ts';
import { nodesIn } from '../catalog/controlPlaneNodes.ts';
import type { Environment } from '../manifest/document.ts';
import type { EnvironmentSettings } from '../protocol.ts';

/**
 * Nodes of an environment's own control plane. The setting decides, else its manifest; none: the one built in.
 * What is no URL of HTTP is left out.
 */
export function nodesOf(
  catalog: Catalog,
  environment: Environment,
  settings: EnvironmentSettings | undefined,
): URL[] {
  const { controlPlane } = settings ?? {};
  if (controlPlane === 'embedded') return [];
  const [manifest] = catalog.declarations('Environment', environment);
  return nodesIn(controlPlane ?? manifest?.document.stated(['spec', 'controlPlane', 'urls']));
}
