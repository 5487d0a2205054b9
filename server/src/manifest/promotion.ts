import { ENVIRONMENTS, type Environment } from './document.ts';

/**
 * Fields of the spec that each environment has for itself, by kind: how large it is there, what it runs on, what it is
 * told and what it costs. Everything else is what is promoted.
 */
const OWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Service: ['runtime', 'replicas', 'hosts', 'env', 'secrets', 'monthlyCost'],
  VirtualMachine: ['runtime', 'network', 'cpu', 'memoryGiB', 'diskGiB', 'monthlyCost'],
};

/** The kinds that can be promoted: those that belong to an environment and are no rule for it. */
export const PROMOTED_KINDS: readonly string[] = Object.keys(OWN_FIELDS);

/** The environment's own fields of a kind. */
export function ownFieldsOf(kind: string): readonly string[] {
  return Object.hasOwn(OWN_FIELDS, kind) ? (OWN_FIELDS[kind] ?? []) : [];
}

/** The environment that something is promoted to; undefined after the last one. */
export function nextEnvironment(environment: Environment): Environment | undefined {
  return ENVIRONMENTS[ENVIRONMENTS.indexOf(environment) + 1];
}
