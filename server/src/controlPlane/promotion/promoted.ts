import type { Environment } from '../../manifest/document.ts';
import { environmentInName } from '../../manifest/environment.ts';
import { ownFieldsOf } from '../../manifest/promotion.ts';
import type { Plain } from '../../manifest/tree.ts';
import { referenceFieldAt, referenceFields } from '../../rules/references.ts';

type PlainMap = { [key: string]: Plain };

export interface Promotion {
  from: Environment;
  to: Environment;
  /** What is registered in the environment before. */
  manifest: Plain;
  /** What is registered in the next one now, if anything. */
  target: Plain | undefined;
  /** The next one's own fields, where they are to change; null takes a field out. */
  own: Readonly<PlainMap>;
}

/**
 * A manifest as it would be in the next environment: under its name there, referring to what is there, with the fields
 * that are that environment's own.
 */
export function promoted({ from, to, manifest, target, own }: Promotion): PlainMap {
  const next = structuredClone(manifest) as PlainMap;
  const kind = String(next.kind);
  const metadata = { ...mapOf(next.metadata) };
  if (typeof metadata.name === 'string') metadata.name = renamed(metadata.name, from, to);
  const annotations = mapOf(target === undefined ? next : target, 'metadata').annotations;
  set(metadata, 'annotations', annotations);

  const spec: PlainMap = { ...mapOf(next.spec), environment: to };
  const here = target === undefined ? spec : mapOf(target, 'spec');
  for (const field of ownFieldsOf(kind))
    set(spec, field, own[field] === undefined ? here[field] : own[field]);
  for (const path of referenceFields(kind)) {
    const field = String(path.at(-1));
    const value = spec[field];
    const named = referenceFieldAt(kind, [...path, 0])?.kind;
    // What belongs to no environment may begin with the name of one by chance.
    const isLeft = (item: Plain): item is string =>
      typeof item === 'string' && named !== undefined && environmentInName(named, item) === from;
    if (Array.isArray(value))
      spec[field] = value.map((item) => (isLeft(item) ? renamed(item, from, to) : item));
  }
  return { ...next, metadata, spec };
}

/** A field that each environment has for itself, as it is in both; absent: not stated there. */
export interface OwnValue {
  field: string;
  before?: Plain;
  there?: Plain;
}

/** The own fields of what is promoted, side by side. @param target registered in the next environment now, if anything */
export function ownValues(manifest: Plain, target: Plain | undefined): OwnValue[] {
  const [before, there] = [mapOf(manifest, 'spec'), mapOf(target, 'spec')];
  return ownFieldsOf(String(mapOf(manifest).kind)).map((field) => ({
    field,
    ...(before[field] === undefined ? {} : { before: before[field] }),
    ...(there[field] === undefined ? {} : { there: there[field] }),
  }));
}

/** A name by the naming convention, in the next environment; one that does not say its environment stays. */
export function renamed(name: string, from: Environment, to: Environment): string {
  return name.startsWith(`${from}-`) ? `${to}${name.slice(from.length)}` : name;
}

/** Paths of values that still speak of the environment before: nobody but its author knows what should stand there. */
export function leftBehind(manifest: PlainMap, from: Environment): string[] {
  const speaks = new RegExp(`(?<![a-z0-9])${from}(?![a-z0-9])`, 'i');
  const { env, secrets } = mapOf(manifest, 'spec');
  const values = Object.entries(mapOf(env)).map(([key, value]) => [`spec.env.${key}`, value] as const);
  const refs = (Array.isArray(secrets) ? secrets : []).map(
    (secret, index) => [`spec.secrets[${index}].ref`, mapOf(secret).ref] as const,
  );
  return [...values, ...refs]
    .filter(([, value]) => typeof value === 'string' && speaks.test(value))
    .map(([path]) => path);
}

function mapOf(value: Plain | undefined, field?: string): PlainMap {
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return field === undefined ? map : mapOf(map[field]);
}

function set(map: PlainMap, field: string, value: Plain | undefined): void {
  if (value === undefined || value === null) delete map[field];
  else map[field] = value;
}
