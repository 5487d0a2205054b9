import type { Catalog } from '../catalog/catalog.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { environmentOf } from '../manifest/environment.ts';
import type { EnvironmentInfo, MissingServices } from '../protocol/environments.ts';
import type { Settings } from '../protocol/settings.ts';
import { authOf, nodesOf } from './environmentPlaces.ts';
import { profileOf } from './environmentProfile.ts';
import { guardOf } from './guard.ts';

/** What each environment is: the organisation's environment strategy in a phrase. */
const SUMMARIES: Record<Environment, string> = {
  dev: 'Ephemeral, developer-owned',
  test: 'Shared, CI targets',
  stage: 'Near-prod replica',
  prod: 'Hardened, restricted',
};

/** So many names of missing services are told. */
const MAX_NAMES = 3;

export interface Circumstances {
  /** The environment switched to. */
  current: Environment;
  /** The workspace is still being read: nobody can count yet. */
  indexing: boolean;
  settings: Settings;
  /** As of when an environment is known that is not connected to now. */
  factsAt(environment: Environment): string | undefined;
}

/** The four environments with what their manifests and the catalog say of them. */
export function describeEnvironments(
  catalog: Catalog,
  { current, indexing, settings, factsAt }: Circumstances,
): EnvironmentInfo[] {
  const services = indexing ? undefined : servicesOf(catalog);
  return ENVIRONMENTS.map((name) => {
    const manifest = catalog.declarations('Environment', name)[0];
    const urls = nodesOf(catalog, name, settings.environments[name]).map(String);
    const isKnown = name !== current && canSayWhatIsIn(catalog, name, urls);
    const missing = services && isKnown ? missingFrom(services, name, current) : undefined;
    const auth = authOf(catalog, name, settings.environments[name]);
    const known = factsAt(name);
    return {
      name,
      summary: SUMMARIES[name],
      ...(manifest ? { manifestUri: manifest.at.uri } : {}),
      controlPlaneUrls: urls,
      ...(auth ? { auth } : {}),
      ...profileOf(manifest?.document),
      ...guardOf(catalog, name),
      ...(services ? { services: services.get(name)?.size ?? 0 } : {}),
      ...(missing ? { missing } : {}),
      ...(known === undefined ? {} : { factsAt: known }),
    };
  });
}

type Services = ReadonlyMap<Environment, ReadonlySet<string>>;

/** Names without the environment, so that the same service is the same in each. */
function servicesOf(catalog: Catalog): Services {
  const names = new Map<Environment, Set<string>>();
  const add = (environment: Environment | undefined, name: string) => {
    if (!environment) return;
    const short = name.startsWith(`${environment}-`) ? name.slice(environment.length + 1) : name;
    names.set(environment, (names.get(environment) ?? new Set()).add(short));
  };
  for (const { kind, name, document } of catalog.workspace.declarations()) {
    if (kind === 'Service') add(environmentOf(document), name);
  }
  for (const { kind, name, environment } of catalog.controlPlane.entries()) {
    if (kind === 'Service') add(environment, name);
  }
  return names;
}

/** Not where a control plane of its own never answered: what the workspace lacks may well be there. */
function canSayWhatIsIn(catalog: Catalog, environment: Environment, urls: readonly string[]): boolean {
  const { controlPlane } = catalog;
  if (controlPlane.reached === 'none') return urls.length === 0;
  return controlPlane.entry('Environment', environment, environment).state !== 'unknown';
}

function missingFrom(services: Services, environment: Environment, current: Environment): MissingServices {
  const there = services.get(environment);
  const missing = [...(services.get(current) ?? [])].filter((name) => !there?.has(name)).sort();
  return { count: missing.length, names: missing.slice(0, MAX_NAMES) };
}
