import {
  ENVIRONMENT_NAMES,
  type EnvironmentInfo,
  type EnvironmentName,
} from '../../../server/src/protocol.ts';

/** How an environment is written for people. */
export const environmentLabels: Readonly<Record<EnvironmentName, string>> = {
  dev: 'Dev',
  test: 'Test',
  stage: 'Stage',
  prod: 'Prod',
};

/** What each environment is, for as long as the server has not said it in the workspace's own words. */
export const environmentSummaries: Readonly<Record<EnvironmentName, string>> = {
  dev: 'Ephemeral, developer-owned',
  test: 'Shared, CI targets',
  stage: 'Near-prod replica',
  prod: 'Hardened, restricted',
};

export function isEnvironmentName(value: unknown): value is EnvironmentName {
  return ENVIRONMENT_NAMES.some((name) => name === value);
}

/** The environment that a command was called with: by its name, or by a node of the tree. */
export function environmentIn(target: unknown): EnvironmentName | undefined {
  if (isEnvironmentName(target)) return target;
  const named = typeof target === 'object' && target !== null && 'environment' in target;
  return named && isEnvironmentName(target.environment) ? target.environment : undefined;
}

/** What stands in the way of changing something in an environment, in words for people; empty: nothing. */
function guardWords(info: Pick<EnvironmentInfo, 'readOnly' | 'confirm'>): string {
  if (info.readOnly) return 'read-only';
  return info.confirm ? 'asks before changes' : '';
}

/** The line below an environment in the switch: how much lives there, and how it is guarded. */
export function environmentDetail(info: EnvironmentInfo): string {
  const services = info.services === undefined ? '' : countOf(info.services);
  const [url] = info.controlPlaneUrls;
  return [services, guardWords(info), url].filter(Boolean).join(' · ');
}

function countOf(services: number): string {
  return services === 1 ? '1 service' : `${services} services`;
}
