import { isEnvironment } from '../manifest/environment.ts';
import { formatServiceName, parseServiceName } from '../rules/naming/serviceName.ts';
import { namesOf, writtenAs } from '../rules/references.ts';
import type { Thing } from './occurrences.ts';
import type { Project } from './project.ts';

/** One name that changes. */
export interface Change {
  thing: Thing;
  to: string;
}

const IN_ANY_ENVIRONMENT = { inAnyEnvironment: true } as const;

/**
 * Every name that changes when a thing is given another.
 *
 * - A vertical takes the names of its services along: `<env>-<vertical>-<service>`.
 * - A service in any environment (`Api.providedBy`) is renamed in each of them.
 * - A service renamed in one environment leaves `providedBy` as it is while another environment still has a service of
 *   the old name, as that is met by either; the last one takes it along.
 *
 * @returns `asked`, which must all be free, and `following`, which may join names that are there
 */
export function changesOf(
  project: Project,
  thing: Thing,
  to: string,
): { asked: Change[]; following: Change[] } {
  const asked = [{ thing, to }, ...servicesNamedAfter(project, thing, to)];
  return { asked, following: thing.inAnyEnvironment ? [] : basesLeft(project, asked) };
}

function servicesNamedAfter(project: Project, thing: Thing, to: string): Change[] {
  if (thing.inAnyEnvironment) {
    return namesOf(thing)
      .filter((name) => isDescribed(project, name))
      .map((name) => serviceChange(name, `${environmentIn(name)}-${to}`));
  }
  if (thing.kind !== 'Vertical') return [];
  const names = new Set(project.catalog.documentsOf('Service').map(({ name }) => name));
  return [...names].flatMap((name) => {
    const parts = parseServiceName(name, project.verticals());
    return parts?.vertical === thing.name
      ? [serviceChange(name, formatServiceName({ ...parts, vertical: to }))]
      : [];
  });
}

/** `<vertical>-<service>` whose last services are renamed. */
function basesLeft(project: Project, changes: readonly Change[]): Change[] {
  const services = changes.filter(
    ({ thing }) => thing.kind === 'Service' && isEnvironment(environmentIn(thing.name)),
  );
  const renamed = new Set(services.map(({ thing }) => thing.name));
  const bases = new Map(services.map(({ thing, to }) => [baseOf(thing.name), baseOf(to)]));
  return [...bases].flatMap(([name, to]): Change[] => {
    const base: Thing = { kind: 'Service', name, ...IN_ANY_ENVIRONMENT };
    const isLeft = namesOf(base).every((each) => renamed.has(each) || !isDescribed(project, each));
    return isLeft && name !== to ? [{ thing: base, to }] : [];
  });
}

function serviceChange(name: string, to: string): Change {
  return { thing: { kind: 'Service', name }, to };
}

function isDescribed(project: Project, name: string): boolean {
  return project.catalog.declarations('Service', name).length > 0;
}

function baseOf(name: string): string {
  return writtenAs(IN_ANY_ENVIRONMENT, name);
}

function environmentIn(name: string): string {
  return name.slice(0, name.indexOf('-'));
}
