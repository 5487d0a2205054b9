import { renderScalar } from '../manifest/render.ts';
import { schemaAt, schemaOf } from '../manifest/schemas.ts';
import { faultOfMachineName } from '../rules/naming/machineName.ts';
import { faultOfServiceName, parseServiceName } from '../rules/naming/serviceName.ts';
import { namesOf } from '../rules/references.ts';
import { OWNER } from './namedPlaces.ts';
import type { Project } from './project.ts';
import type { Change } from './renameChanges.ts';

/** A rename that must not happen; the message says why, before anything changes. */
export class RenameRefused extends Error {
  override name = 'RenameRefused';
}

/**
 * @param verticals known, the new name of one included
 * @throws {RenameRefused} where the new name is none, or somebody else's
 */
export function refuseUnlessFree(
  project: Project,
  { thing, to }: Change,
  verticals: readonly string[],
): void {
  const problem = problemOf(thing, to, verticals);
  if (problem) throw new RenameRefused(problem);
  const named = { ...thing, name: to };
  const taken =
    thing.kind === OWNER
      ? project.owners().filter((owner) => owner === to)
      : namesOf(named).filter((name) => project.catalog.declarations(thing.kind, name).length > 0);
  if (taken.length === 0) return;
  const what = thing.kind === OWNER ? 'An owner' : `${/^[AEIO]/.test(thing.kind) ? 'An' : 'A'} ${thing.kind}`;
  throw new RenameRefused(`${what} called ${taken[0]} exists already; ${thing.name} keeps its name.`);
}

function problemOf(
  { kind, inAnyEnvironment }: Change['thing'],
  to: string,
  verticals: readonly string[],
): string | undefined {
  if (to.trim() === '') return 'A name cannot be empty.';
  const problem = inAnyEnvironment
    ? problemOfBase(to, verticals)
    : kind === OWNER
      ? problemOfOwner(to)
      : problemOfName(kind, to, verticals);
  if (problem) return problem;
  return renderScalar(to, { flow: true, json: false }) === to
    ? undefined
    : `"${to}" cannot be a name: YAML reads it as something else than text.`;
}

function problemOfOwner(name: string): string | undefined {
  return /^[A-Za-z0-9][\w.@/ -]*$/.test(name) && name.trim() === name
    ? undefined
    : `"${name}" cannot be an owner: use letters, digits, hyphens, dots and inner spaces.`;
}

function problemOfName(kind: string, name: string, verticals: readonly string[]): string | undefined {
  const fault = faultOfName(kind, name, verticals);
  return fault && `"${name}" cannot name a ${kind}: ${fault}.`;
}

function faultOfName(kind: string, name: string, verticals: readonly string[]): string | undefined {
  if (kind === 'Service') return faultOfServiceName(name, verticals);
  if (kind === 'VirtualMachine') return faultOfMachineName(name);
  const schema = schemaAt(schemaOf(kind), ['metadata', 'name']);
  if (!schema?.pattern || new RegExp(schema.pattern).test(name)) return undefined;
  return 'use lower-case letters, digits and single inner hyphens, with a letter first';
}

function problemOfBase(name: string, verticals: readonly string[]): string | undefined {
  const [fullName = ''] = namesOf({ name, inAnyEnvironment: true });
  return parseServiceName(fullName, verticals)
    ? undefined
    : `"${name}" cannot name a service in any environment: write <vertical>-<service>, in lower-case letters, digits and hyphens.`;
}
