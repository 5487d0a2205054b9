import type { Plain } from '../manifest/tree.ts';
import { isSecret } from './credentials.ts';
import { type Draft, type Stated, told } from './draft.ts';
import { hostsIn } from './hosts.ts';
import type { Origin } from './located.ts';
import type { Notes } from './notes.ts';

/** An environment variable as a source gives it. */
export interface Variable {
  name: string;
  /** Undefined: passed on from where the program is started. */
  value: string | undefined;
  at: Origin;
  path: string;
}

/**
 * Takes variables over into `env`; those that hold secrets into `secrets`, without their values. Hosts that a value
 * names become guesses at what the service depends on.
 */
export function takeVariables(service: Draft, variables: readonly Variable[], notes: Notes): void {
  const env: { [key: string]: Plain } = {};
  let at: Origin | undefined;
  for (const variable of variables) {
    const { name, value } = variable;
    if (value !== undefined) {
      for (const host of hostsIn(name, value)) {
        service.references.push({
          field: 'dependsOn',
          to: 'Service',
          name: host,
          at: variable.at,
          isGuess: true,
        });
      }
    }
    if (isSecret(name, value)) {
      service.secrets.push({ name, at: variable.at });
    } else if (value === undefined) {
      notes.add('decide', variable, `"${name}" is passed on from outside: state its value in spec.env.`);
    } else {
      env[name] = value;
      at ??= variable.at;
      if (/\$\{?\w/.test(value)) {
        notes.add('decide', variable, `"${name}" is filled in by a variable and kept as it is written.`);
      }
    }
  }
  if (at) service.spec.set('env', told<Plain>(env, { at }));
}

/** What `env` of a draft holds so far. */
export function envOf(service: Draft): { [key: string]: Plain } {
  const stated: Stated | undefined = service.spec.get('env');
  return typeof stated?.value === 'object' && stated.value !== null && !Array.isArray(stated.value)
    ? stated.value
    : {};
}
