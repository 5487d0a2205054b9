import { isEnvironment } from '../../manifest/environment.ts';
import type { Scope } from './roles.ts';

/**
 * How far setting a secret reaches: one that belongs to no environment also counts in prod.
 *
 * @param args of a call, with the environment in `environment`
 */
export function secretScope(args: unknown): Scope {
  const { environment } = args as { environment?: unknown };
  return isEnvironment(environment) ? environment : 'shared';
}
