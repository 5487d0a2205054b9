import type { EnvironmentInfo } from '../../../server/src/protocol/environments.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../server/src/protocol.ts';
import { clockWords } from '../catalog/times.ts';

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

/**
 * The line below an environment in the switch: how it is guarded, how much lives there, what of the present one does not,
 * where it is registered.
 *
 * @param current undefined: there are several
 */
export function environmentDetail(
  info: EnvironmentInfo,
  current: EnvironmentName | undefined,
  now: Date,
): string {
  const services = info.services === undefined ? '' : countOf(info.services);
  const age = info.factsAt === undefined ? '' : `as of ${clockWords(info.factsAt, now)}`;
  const [url] = info.controlPlaneUrls;
  const host = url && new URL(url).host;
  // What warns comes first: a line that is too long is cut off at its end.
  const parts = [guardWords(info), services, age, missingWords(info, current), host, profileWords(info)];
  return parts.filter(Boolean).join(' · ');
}

/** What its manifest hands out, and where requests may go: "2 variables (PATH left out) · hosts: api.example". */
function profileWords({ variables, leftOut, allowedHosts }: EnvironmentInfo): string {
  const names = Object.keys(variables);
  const count = names.length === 0 ? '' : `variables: ${names.join(', ')}`;
  const without = leftOut.map(({ name, reason }) => `${name} left out (${reason})`).join(', ');
  const hosts = allowedHosts && `hosts: ${allowedHosts.join(', ') || 'none'}`;
  return [count, without, hosts].filter(Boolean).join(' · ');
}

/** What switching there would leave behind: "2 of Dev are not here: health-billing, data-etl"; empty: nothing. */
function missingWords({ missing }: EnvironmentInfo, current: EnvironmentName | undefined): string {
  if (!current || !missing || missing.count === 0) return '';
  const rest = missing.count - missing.names.length;
  const names = [...missing.names, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  const verb = missing.count === 1 ? 'is' : 'are';
  return `${missing.count} of ${environmentLabels[current]} ${verb} not here: ${names}`;
}

function countOf(services: number): string {
  return services === 1 ? '1 service' : `${services} services`;
}
