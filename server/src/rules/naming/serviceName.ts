import { ENVIRONMENTS, type Environment } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import type { RuleContext } from '../rule.ts';

/** The parts of `<env>-<vertical>-<service>`. */
export interface ServiceName {
  environment: Environment;
  vertical: string;
  service: string;
}

const SEGMENT = /^[a-z][a-z0-9]*$/;
const SERVICE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Takes a name apart; undefined where it does not keep to the convention. The vertical is the longest known one
 * that fits, else one segment (decision 18).
 */
export function parseServiceName(name: string, verticals: readonly string[]): ServiceName | undefined {
  const [environment, ...rest] = name.split('-');
  if (!isEnvironment(environment)) return undefined;
  const tail = rest.join('-');
  const vertical = verticalOf(tail, verticals);
  const service = tail.slice(vertical.length + 1);
  const known = verticals.includes(vertical);
  return (known || SEGMENT.test(vertical)) && SERVICE.test(service)
    ? { environment, vertical, service }
    : undefined;
}

/** What a Service's name says, where it is one. */
export function nameOfService({ document, facts }: RuleContext): ServiceName | undefined {
  if (document.kind !== 'Service' || document.name === undefined) return undefined;
  return parseServiceName(document.name, facts.verticals());
}

export function formatServiceName({ environment, vertical, service }: ServiceName): string {
  return `${environment}-${vertical}-${service}`;
}

/** The vertical at the start of `<vertical>-<service>`. */
export function verticalOf(tail: string, verticals: readonly string[]): string {
  const fitting = verticals.filter(
    (vertical) => tail.startsWith(`${vertical}-`) && SERVICE.test(tail.slice(vertical.length + 1)),
  );
  const longest = fitting.reduce((a, b) => (b.length > a.length ? b : a), '');
  return longest || (tail.split('-')[0] ?? '');
}

/** Which segment of a name breaks the convention, in words; undefined where none does. */
export function faultOfServiceName(name: string, verticals: readonly string[]): string | undefined {
  if (parseServiceName(name, verticals)) return undefined;
  if (name === '') return 'it is empty';
  const [environment = '', ...rest] = name.split('-');
  if (!isEnvironment(environment)) {
    return `its first segment "${environment}" is no environment (${ENVIRONMENTS.join(', ')})`;
  }
  const tail = rest.join('-');
  const vertical = verticalOf(tail, verticals);
  if (vertical === '') return 'the vertical is missing after the environment';
  if (!verticals.includes(vertical) && !SEGMENT.test(vertical)) {
    return `its vertical "${vertical}" must be a lower-case letter followed by lower-case letters and digits`;
  }
  const service = tail.slice(vertical.length + 1);
  if (service === '') return `the service is missing after the vertical "${vertical}"`;
  return `its service "${service}" must be lower-case letters, digits and single inner hyphens, with a letter first`;
}
