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
  if (!document.kind || !isNamedByEnvironment(document.kind)) return otherwise;
  return environmentInName(document.kind, document.statedText(['metadata', 'name']) ?? '');
}

/** The environment that a name says: its first segment, for kinds whose names start so. */
export function environmentInName(kind: string, name: string): Environment | undefined {
  const [first] = name.split('-');
  return isNamedByEnvironment(kind) && isEnvironment(first) ? first : undefined;
}

function isNamedByEnvironment(kind: string): boolean {
  return NAMED_BY_ENVIRONMENT.includes(kind);
}

export function isEnvironment(value: unknown): value is Environment {
  return (ENVIRONMENTS as readonly unknown[]).includes(value);
}
