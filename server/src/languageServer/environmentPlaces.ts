import type { Catalog } from '../catalog/catalog.ts';
import { nodesIn } from '../catalog/controlPlane/nodes.ts';
import type { Project } from '../language/project.ts';
import type { Environment } from '../manifest/document.ts';
import type { EnvironmentSettings, InitializationOptions, Settings } from '../protocol/settings.ts';

/** What of a session says where environments are registered. */
interface Circumstances {
  readonly project: Project;
  readonly settings: Settings;
  readonly options: InitializationOptions;
}

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
export function placeOf({ project, settings, options }: Circumstances, environment: Environment): Place {
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

/**
 * Why nothing of a folder may be changed in an environment: the folder's own manifest of it names another control plane than
 * the one that the window goes by, as where two organisations' folders are open. Undefined: nothing speaks against it.
 */
export function foreignTo(
  { project, settings }: Circumstances,
  environment: Environment,
  uri: string,
): string | undefined {
  // Who says it in the settings means all folders.
  if (settings.environments[environment]?.controlPlane !== undefined) return undefined;
  const [first, ...others] = project.catalog.declarations('Environment', environment);
  const folder = project.environments.folderOf(uri);
  const own = [first, ...others].find(
    (each) => each && project.environments.folderOf(each.at.uri) === folder,
  );
  const urlsOf = (each: typeof first) =>
    nodesIn(each?.document.stated(['spec', 'controlPlane', 'urls'])).join(' ');
  if (!own || urlsOf(own) === urlsOf(first)) return undefined;
  const [theirs, ours] = [own, first].map((each) => urlsOf(each) || 'the one built in');
  return `The folder of this manifest says that ${environment} has the control plane ${theirs}; this window goes by another folder, which says ${ours}. Open the folder in a window of its own.`;
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
