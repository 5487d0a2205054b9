import { ENVIRONMENTS, type Environment, type ManifestDocument } from './document.ts';

/** Kinds whose name starts with their environment. */
const NAMED_BY_ENVIRONMENT = ['Service', 'VirtualMachine', 'Environment'];

/**
 * The environment of a document (decision 7): `spec.environment`, else the name's first segment, else, for kinds
 * that state none, the one given.
 *
 * @param otherwise the environment switched to, or `--env`
 */
export function environmentOf(document: ManifestDocument, otherwise?: Environment): Environment | undefined {
  const stated = document.statedText(['spec', 'environment']);
  if (isEnvironment(stated)) return stated;
  if (!document.kind || !NAMED_BY_ENVIRONMENT.includes(document.kind)) return otherwise;
  const first = document.statedText(['metadata', 'name'])?.split('-')[0];
  return isEnvironment(first) ? first : undefined;
}

export function isEnvironment(value: unknown): value is Environment {
  return (ENVIRONMENTS as readonly unknown[]).includes(value);
}
