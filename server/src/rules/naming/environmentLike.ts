import { ENVIRONMENTS, type Environment } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { nearest } from '../../manifest/nearest.ts';

/** Usual names of our environments. */
const USUAL: Readonly<Record<string, Environment>> = {
  production: 'prod',
  staging: 'stage',
  development: 'dev',
  testing: 'test',
};

/** The environment that a segment of a name stands for; undefined where it stands for none. */
export function environmentLike(segment: string): Environment | undefined {
  if (Object.hasOwn(USUAL, segment)) return USUAL[segment];
  const meant = nearest(segment, ENVIRONMENTS);
  return isEnvironment(meant) ? meant : undefined;
}
