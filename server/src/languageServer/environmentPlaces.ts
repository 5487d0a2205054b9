import type { Catalog } from '../catalog/catalog.ts';
import { nodesIn } from '../catalog/controlPlane/nodes.ts';
import type { Project } from '../language/project.ts';
import type { Environment } from '../manifest/document.ts';
import type { EnvironmentSettings } from '../protocol/settings.ts';
import type { Session } from './session.ts';

/** Where an environment is registered. */
export interface Place {
  /** Equal for the same place: the one built in, none at all, or what its nodes are. */
  readonly key: string;
  /** None: it is built in, or there is none. */
  readonly nodes: readonly URL[];
}

export const EMBEDDED = 'embedded';
export const NONE = 'none';

/** The control plane of an environment, as far as one may be contacted or started here. */
export function placeOf({ project, settings, options }: Session, environment: Environment): Place {
  if (!options.storagePath || options.trusted === false) return { key: NONE, nodes: [] };
  const nodes = nodesOf(project.catalog, environment, settings.environments[environment]);
  if (nodes.length > 0) return { key: nodes.join(' '), nodes };
  return { key: settings.controlPlane.enabled ? EMBEDDED : NONE, nodes };
}

/**
 * The environment with which something is registered that belongs to none, such as a Policy: that of the folder its
 * manifest lies in; without one the window's.
 */
export function homeOf({ catalog, environments }: Project, kind: string, name: string): Environment {
  const [declaration] = catalog.declarations(kind, name);
  return declaration ? environments.of(declaration.at.uri) : environments.window;
}

const AUTHS = ['none', 'bearer', 'oauth'] as const;

/** How one signs in, as the manifest says; undefined: it does not, or the setting names another place than it does. */
export function authOf(
  catalog: Catalog,
  environment: Environment,
  settings: EnvironmentSettings | undefined,
): (typeof AUTHS)[number] | undefined {
  if (settings?.controlPlane !== undefined) return undefined;
  const [manifest] = catalog.declarations('Environment', environment);
  return AUTHS.find((auth) => auth === manifest?.document.stated(['spec', 'controlPlane', 'auth']));
}

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
